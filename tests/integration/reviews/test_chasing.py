"""Reminders: each person at most once a day, then the office, then they stop and say so; and what each person owes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.reviews.cycles.board.queries import BoardWishes, board_of
from inclusion_app.reviews.cycles.board.services import set_deadline
from inclusion_app.reviews.cycles.chasing.mine import own_reviews
from inclusion_app.reviews.cycles.chasing.rules import MOST_REMINDERS
from inclusion_app.reviews.cycles.chasing.services import chase, remind_now
from inclusion_app.reviews.models import Review, ReviewReminder
from inclusion_app.reviews.states import CycleState, FormKind, Part, ReminderStep, ReviewState, Side
from tests.factories.accounts import somebody
from tests.factories.reviews import assigned, form_of
from tests.integration.reviews.conftest import ActorOf
from tests.integration.reviews.late import STAGE, Late, late_review

pytestmark = pytest.mark.usefixtures("database")
CANARY = "canary-of-a-briefing"


@pytest.fixture
def late() -> Late:
    return late_review()


@pytest.fixture
def office() -> Person:
    return somebody(Role.TEAM_ADVISER)


def lines_of(person: Person) -> list[str]:
    query = select(DigestLine.text).where(DigestLine.person_id == person.id).order_by(DigestLine.id)
    return list(db.session.scalars(query))


def steps_of(person: Person) -> list[str]:
    query = select(ReviewReminder.step).where(ReviewReminder.person_id == person.id).order_by(ReviewReminder.id)
    return list(db.session.scalars(query))


def test_a_whole_story_one_line_a_step_then_the_office_then_silence(late: Late, office: Person) -> None:
    sent = {days: chase(late.day(days)) for days in range(-7, 30)}

    assert {days: number for days, number in sent.items() if number} == {-5: 2, -1: 2, 1: 2, 5: 2, 6: 1}
    for person in (late.head, late.coordinator):
        assert steps_of(person) == ["before-5", "before-1", "after-1", "after-5"]
        assert [text.split(":")[0].split(" by")[0] for text in lines_of(person)][:2] == ["Due", "Due"]
    assert steps_of(office) == [ReminderStep.OFFICE]
    [said] = lines_of(office)
    assert "Reminders of it have stopped; it is with you now." in said


def test_the_service_reminds_once_a_day_however_often_it_looks(late: Late) -> None:
    assert [chase(late.now), chase(late.now + timedelta(hours=3)), chase(late.now)] == [2, 0, 0]


def test_nobody_is_reminded_on_a_weekend_or_in_a_break(late: Late) -> None:
    saturday = late.now + timedelta(days=(5 - late.now.weekday()) % 7)

    assert chase(saturday) == 0
    assert chase(late.now + timedelta(days=3000)) == 0  # no terms are known for then


def test_the_board_says_that_reminders_have_stopped_and_finds_those_reviews(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    chase(late.day(5))
    chase(late.day(6))
    stopped = board_of(actor_of(office), late.cycle_id, BoardWishes(only="stopped"), today=late.day(7).date())

    assert [line.stopped_on for line in stopped.lines] == [late.day(6).date()]
    assert stopped.lines[0].last_reminded == late.day(6).date()
    assert stopped.lines[0].is_late


def test_a_deadline_that_is_moved_begins_anew(late: Late, office: Person, actor_of: ActorOf) -> None:
    for days in (1, 5, 6):
        chase(late.day(days))
    now, later = late.day(7), late.day(12).date()
    set_deadline(
        actor_of(office), late.review_id, STAGE, due_on=later, reason="The head was ill", today=now.date(), now=now
    )

    assert chase(now) == 2
    assert steps_of(late.head)[-1] == "before-5"


def test_a_review_that_stands_aside_or_whose_cycle_is_over_is_not_chased(late: Late) -> None:
    review = db.session.get_one(Review, late.review_id)
    review.side = Side.POSTPONED
    db.session.commit()
    assert chase(late.now) == 0
    review.side = Side.NONE
    db.session.refresh(review, ["cycle"])
    review.cycle.state = CycleState.CLOSED
    db.session.commit()
    assert chase(late.now) == 0


def test_by_hand_it_is_one_mail_a_person_without_a_word_of_the_review(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    db.session.get_one(Review, late.review_id).briefing = CANARY
    db.session.commit()
    other = late_review()
    actor = actor_of(office)

    assert remind_now(actor, late.cycle_id, [late.review_id, other.review_id], now=late.now) == 2
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "review_reminder")).all()
    assert {mail.person_id for mail in mails} == {late.head.id, late.coordinator.id}  # the other is of another cycle
    assert not [mail for mail in mails if CANARY in f"{mail.subject} {mail.text}"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "remind_now")).one()
    assert event.detail == {"reviews": [late.review_id], "reminders": 2}


def test_by_hand_and_by_itself_are_together_one_a_day_and_five_in_all(
    late: Late, office: Person, actor_of: ActorOf
) -> None:
    actor = actor_of(office)
    assert chase(late.now) == 2
    with pytest.raises(RuleBroken, match="Nobody was reminded"):
        remind_now(actor, late.cycle_id, [late.review_id], now=late.now)
    for days in range(2, 2 + MOST_REMINDERS - 1):
        remind_now(actor, late.cycle_id, [late.review_id], now=late.day(days))
    with pytest.raises(RuleBroken, match="five times in all"):
        remind_now(actor, late.cycle_id, [late.review_id], now=late.day(20))
    with pytest.raises(RuleBroken, match="at least one"):
        remind_now(actor, late.cycle_id, [], now=late.now)
    with pytest.raises(RuleBroken, match="100 schools"):
        remind_now(actor, late.cycle_id, list(range(101)), now=late.now)

    assert len(steps_of(late.head)) == MOST_REMINDERS


def test_what_each_person_owes_is_theirs_alone_and_in_the_order_of_the_days(late: Late, actor_of: ActorOf) -> None:
    other = late_review(visit_on=clock.today() + timedelta(days=5))
    lead = assigned(db.session.get_one(Review, late.review_id), part=Part.LEAD)
    own = own_reviews(actor_of(late.head), today=clock.today())

    assert [(one.review.id, one.what) for one in own.owed] == [
        (late.review_id, "finish the self-review and sign it off")
    ]
    assert own_reviews(actor_of(lead), today=clock.today()).owed == []  # on the team, and owes nothing yet
    assert [it.review.id for it in own_reviews(actor_of(lead), today=clock.today()).others] == [late.review_id]
    assert [it.review.id for it in own_reviews(actor_of(other.head), today=clock.today()).owed] == [other.review_id]


def test_a_reviewer_owes_a_form_until_it_is_in(actor_of: ActorOf) -> None:
    late = late_review()
    review = db.session.get_one(Review, late.review_id)
    review.state = ReviewState.VISITED
    db.session.commit()
    lead, reviewer = assigned(review, part=Part.LEAD), assigned(review)
    form = form_of(review, FormKind.REVIEW, author=reviewer)
    assert [bool(own_reviews(actor_of(who), today=clock.today()).owed) for who in (lead, reviewer)] == [True, True]

    form.submitted_at, form.snapshot, form.digest = clock.now(), {}, "0" * 64
    db.session.commit()

    assert [bool(own_reviews(actor_of(who), today=clock.today()).owed) for who in (lead, reviewer)] == [True, False]
