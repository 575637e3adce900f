"""What the office does from the board: deadlines, aside, withdrawals; and what three hundred reviews on it cost."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from time import process_time

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.board.services import set_aside, set_deadline
from inclusion_app.reviews.models import Assignment, AssignmentConflict, Participation, Review, StageDeadline
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import ParticipationState, ReviewState, Side
from inclusion_app.schools.models import School
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.reviews import CycleFactory, accredited, assigned, review_at
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.conftest import ActorOf, SignIn
from tests.integration.reviews.late import STAGE, Late, late_review, long_term

OFFICE = frozenset({Standing.OFFICE})
pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def late() -> Late:
    return late_review()


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


def due_of(review_id: int) -> object:
    review = db.session.get_one(Review, review_id, populate_existing=True)
    db.session.refresh(review, ["cycle"])
    return schedules_of([review], today=clock.today())[review_id].of(STAGE).due_on


def test_a_deadline_is_moved_and_then_waived_each_with_its_reason(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    actor, today, later = actor_of(office), clock.today(), clock.today() + timedelta(days=40)
    assert due_of(late.review_id) == late.due_on
    set_deadline(actor, late.review_id, STAGE, due_on=later, reason=" The head\n is ill ", today=today, now=clock.now())
    assert due_of(late.review_id) == later
    set_deadline(actor, late.review_id, STAGE, due_on=None, reason="No more", today=today, now=clock.now())
    assert due_of(late.review_id) is None

    row = db.session.scalars(select(StageDeadline)).one()
    assert (row.due_on, row.reason, row.set_by_id) == (None, "No more", office.id)
    acts = db.session.execute(select(AuditEvent.act, AuditEvent.detail).order_by(AuditEvent.id)).all()
    assert [tuple(it) for it in acts] == [
        ("move_deadline", {"stage": STAGE, "due_on": later.isoformat()}),
        ("waive_deadline", {"stage": STAGE, "due_on": None}),
    ]


def test_what_is_wrong_with_a_deadline_is_said_all_at_once_and_changes_nothing(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    with pytest.raises(RuleBroken) as refused:
        set_deadline(
            actor_of(office),
            late.review_id,
            ReviewState.DATE_AGREED,
            due_on=clock.today() - timedelta(days=1),
            reason=" ",
            today=clock.today(),
            now=clock.now(),
        )

    assert [field for field, _ in refused.value.problems] == ["stage", "due_on", "reason"]
    assert db.session.scalars(select(StageDeadline)).all() == []
    assert db.session.scalars(select(AuditEvent)).all() == []


def test_a_review_is_put_off_taken_up_and_withdrawn_with_its_school(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    actor = actor_of(office)

    def aside(act: str, reason: str = "Flood") -> Review:
        set_aside(actor, late.review_id, act, reason=reason, standings=OFFICE, now=clock.now())
        return db.session.get_one(Review, late.review_id, populate_existing=True)

    with pytest.raises(RuleBroken):
        aside("postpone_review", " ")
    assert aside("postpone_review").side == Side.POSTPONED
    assert due_of(late.review_id) is None  # who stands aside is late for nothing
    assert aside("resume_review").side == Side.NONE
    assert aside("withdraw_school", "The school merges").side == Side.WITHDRAWN
    part = db.session.scalars(select(Participation).execution_options(populate_existing=True)).one()
    assert (part.state, part.reason) == (ParticipationState.WITHDRAWN, "The school merges")
    with pytest.raises(RuleBroken):
        aside("postpone_review")


def test_three_hundred_reviews_take_no_more_statements_than_three_and_little_time(
    sign_in: SignIn, office: Person, statements: Statements
) -> None:
    long_term()
    cycle, browser = CycleFactory(), sign_in(office)
    reviewers = [accredited() for _ in range(10)]
    counts, times, lines = [], [], []
    for number in (3, 297):
        for position in range(number):
            review = review_at(ReviewState.TEAM_CONFIRMED, cycle=cycle)
            assigned(review, reviewers[position % 10])
        with statements() as sent:
            began = process_time()
            page = browser.get(f"/team/cycles/{cycle.id}/board")
            times.append(process_time() - began)
        counts.append(len(sent))
        lines.append(len(set(re.findall(rf"/team/cycles/{cycle.id}/board/(\d+)", page.text))))
    print(f"\nThe board with {lines} reviews took {[round(it * 1000) for it in times]} ms")

    assert lines == [3, 300]
    assert counts[0] == counts[1] <= 15
    assert times[1] < 5  # of the processor; what else the machine does is not counted


@pytest.mark.parametrize("address", ["/", "/reviews"])
def test_what_a_head_of_many_schools_owes_takes_no_more_statements(
    address: str, sign_in: SignIn, statements: Statements
) -> None:
    long_term()
    head, counts = somebody(Role.HEADTEACHER, school=SchoolFactory()), []
    cycle, browser = CycleFactory(), sign_in(head)
    for number in (2, 12):
        for _ in range(number):
            review = review_at(ReviewState.SELF_REVIEW_OPEN, cycle=cycle)
            lead_there(head, review)
            assigned(review, accredited())
        with statements() as sent:
            assert browser.get(address).status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1] <= 15


def lead_there(head: Person, review: Review) -> None:
    """Make the person headteacher of that school as well."""
    MembershipFactory(person=head, role=Role.HEADTEACHER, school=db.session.get_one(School, review.school_id))


def test_a_conflict_that_has_come_up_is_marked_until_it_is_set_aside(sign_in: SignIn, office: Person) -> None:
    long_term()
    review = review_at(ReviewState.TEAM_CONFIRMED)
    assigned(review, accredited())
    one = db.session.scalars(select(Assignment).where(Assignment.review_id == review.id)).one()
    other = review_at(ReviewState.TEAM_CONFIRMED, cycle=review.cycle)
    db.session.add(AssignmentConflict(assignment_id=one.id, code="H1", found_at=clock.now()))
    db.session.commit()
    browser, path = sign_in(office), f"/team/cycles/{review.cycle_id}/board?only=conflict"

    shown = browser.get(path).text
    assert (shown.count("New conflict"), f"/reviews/{other.id}" in shown) == (1, False)
    one.overrides = ["H1"]
    db.session.commit()
    assert "No review answers this" in browser.get(path).text
