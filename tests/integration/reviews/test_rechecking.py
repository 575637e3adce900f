"""Conflicts are looked at again: when somebody answers, as people and schools move, and as the visit comes nearer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.models import Assignment, AssignmentConflict, Review, Reviewer
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.teams.services.answering import declare_no_conflict
from inclusion_app.reviews.teams.services.confirming import confirm_team
from inclusion_app.reviews.teams.services.rechecking import recheck_teams, set_conflict_aside
from inclusion_app.schools.models import School, SchoolGrouping
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.reviews import accredited, assigned, review_at
from tests.factories.schools import GroupingFactory
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")
OFFICE = frozenset({Standing.OFFICE})


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


@pytest.fixture
def review() -> Review:
    """A visit in thirty days, with a team against which nothing speaks that blocks."""
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    for part in (Part.LEAD, Part.REVIEWER):
        assigned(review, accredited(may_lead=True, capacity=5), part=part)
    recheck_teams(clock.now())
    return review


def reviewer_on(review: Review) -> Assignment:
    query = select(Assignment).where(Assignment.review_id == review.id, Assignment.part == Part.REVIEWER)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def hard_marks() -> list[tuple[str, bool]]:
    query = select(AssignmentConflict).where(AssignmentConflict.code.startswith("H")).order_by(AssignmentConflict.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return [(row.code, row.gone_at is None) for row in rows]


def told(person: Person) -> list[str]:
    query = select(OutboxMessage.text).where(OutboxMessage.kind == "review_conflicts")
    return list(db.session.scalars(query.where(OutboxMessage.person_id == person.id)))


def in_one_trust(review: Review, school_id: int, since: date | None = None) -> None:
    group = GroupingFactory(kind="trust")
    for number in (review.school_id, school_id):
        db.session.add(SchoolGrouping(school_id=number, grouping_id=group.id, kind="trust", since=since))
    db.session.commit()


def home_of(person_id: int) -> int:
    school_id = db.session.scalars(select(Reviewer.home_school_id).where(Reviewer.person_id == person_id)).one()
    assert school_id is not None
    return school_id


def test_a_person_who_moves_to_the_school_is_found_and_the_office_is_told_once(review: Review, office: Person) -> None:
    one, before = reviewer_on(review), len(told(office))
    person, school = db.session.get_one(Person, one.person_id), db.session.get_one(School, review.school_id)
    MembershipFactory(person=person, role=Role.STAFF, school=school, since=clock.today())

    assert recheck_teams(clock.now()) == 1
    assert recheck_teams(clock.now()) == 0
    assert hard_marks() == [("H1", True)]
    assert len(told(office)) == before + 1
    assert school.name in told(office)[-1]


def test_a_school_that_joins_the_trust_is_found(review: Review) -> None:
    in_one_trust(review, home_of(reviewer_on(review).person_id), clock.today())

    assert recheck_teams(clock.now()) == 1
    assert hard_marks() == [("H2", True)]


def test_it_is_the_day_of_the_visit_that_counts(review: Review) -> None:
    assert review.visit_on is not None
    in_one_trust(review, home_of(reviewer_on(review).person_id), review.visit_on + timedelta(days=5))
    assert recheck_teams(clock.now()) == 0

    moved = db.session.get_one(Review, review.id, populate_existing=True)
    moved.visit_on = moved.visit_until = review.visit_on + timedelta(days=7)
    db.session.commit()

    assert recheck_teams(clock.now()) == 1
    assert hard_marks() == [("H2", True)]


def test_what_is_gone_is_marked_so_and_is_news_when_it_comes_back(review: Review, office: Person) -> None:
    one = reviewer_on(review)
    row = db.session.scalars(select(Reviewer).where(Reviewer.person_id == one.person_id)).one()

    def accredited_until(day: date | None) -> int:
        row.accredited_until = day
        db.session.commit()
        return recheck_teams(clock.now())

    yesterday = clock.today() - timedelta(days=1)
    assert [accredited_until(day) for day in (yesterday, None, yesterday)] == [1, 0, 1]
    assert hard_marks() == [("H6", True)]
    query = select(AuditEvent.detail).where(AuditEvent.act == "recheck_teams").order_by(AuditEvent.id)
    recheck = db.session.scalars(query).all()
    assert [(len(it["new"]), len(it["gone"])) for it in recheck[-3:]] == [(1, 0), (0, 1), (1, 0)]


def test_who_is_no_reviewer_any_more_is_found(review: Review) -> None:
    one = reviewer_on(review)
    role = db.session.scalars(select(Membership).where(Membership.person_id == one.person_id)).one()
    role.until = clock.today()
    db.session.commit()

    assert recheck_teams(clock.now()) == 1
    assert hard_marks() == [("H6", True)]


def test_what_the_office_has_set_aside_is_no_news_and_needs_a_reason(
    review: Review, office: Person, actor_of: ActorOf
) -> None:
    one, actor = reviewer_on(review), actor_of(office)
    in_one_trust(review, home_of(one.person_id), clock.today())
    assert recheck_teams(clock.now()) == 1
    with pytest.raises(RuleBroken, match="Say why"):
        set_conflict_aside(actor, review.id, one.id, codes=["H2"], reason=" ")

    kept = set_conflict_aside(actor, review.id, one.id, codes=["H2", "nonsense"], reason="They never met")

    assert (kept.overrides, kept.override_reason) == (["H2"], "They never met")
    assert recheck_teams(clock.now()) == 0
    assert hard_marks() == [("H2", False)]


def test_a_visited_review_is_not_looked_at_again(review: Review) -> None:
    in_one_trust(review, home_of(reviewer_on(review).person_id), clock.today())
    db.session.get_one(Review, review.id, populate_existing=True).state = ReviewState.VISITED
    db.session.commit()

    assert recheck_teams(clock.now()) == 0


def test_nobody_accepts_and_no_team_is_confirmed_once_a_rule_blocks(office: Person, actor_of: ActorOf) -> None:
    review = review_at(ReviewState.TEAM_PROPOSED)
    lead = assigned(review, accredited(may_lead=True), part=Part.LEAD)
    other = assigned(review, state=AssignmentState.PROPOSED)
    in_one_trust(review, home_of(other.id))

    with pytest.raises(RuleBroken, match="has changed since you were asked"):
        declare_no_conflict(actor_of(other), review.id, now=clock.now(), today=clock.today())
    reviewer_on(review).state = AssignmentState.ACCEPTED
    db.session.commit()
    with pytest.raises(RuleBroken, match=f"{other.name}: .* is in the same trust"):
        confirm_team(actor_of(office), review.id, reason="Now", standings=OFFICE, now=clock.now(), today=clock.today())
    assert db.session.get_one(Review, review.id, populate_existing=True).state == ReviewState.TEAM_PROPOSED
    assert lead.id != other.id
