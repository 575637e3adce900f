"""After the plan: reminders, the follow-up, evaluations and the close; workshops that are moved."""

from datetime import time, timedelta

import pytest
from sqlalchemy import delete, func, select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.improvement.invariants import CHECKS
from inclusion_app.improvement.models import ImpactAnswer, PlanAction
from inclusion_app.improvement.queries.evaluations import results_of_cycle
from inclusion_app.improvement.rules.follow_ups import Answer, FollowUp
from inclusion_app.improvement.rules.workshops import Meeting
from inclusion_app.improvement.services.evaluating import close_finished, close_review
from inclusion_app.improvement.services.follow_ups import record_follow_up
from inclusion_app.improvement.services.reminding import remind_of_follow_ups, remind_owners
from inclusion_app.improvement.services.workshops import plan_workshop
from inclusion_app.improvement.states import Voice
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Preset, ReviewState
from tests.factories.accounts import PersonFactory, somebody
from tests.factories.improvement import evaluated, planned_review
from tests.factories.reviews import CycleFactory, review_at
from tests.integration.improvement.conftest import ActorOf, CastOf, SignIn

pytestmark = pytest.mark.usefixtures("database")
LEAD = {Standing.LEAD}


def wrong() -> dict[str, list[str]]:
    return {check.name: found for check in CHECKS if (found := check.find())}


def test_a_moved_workshop_moves_in_calendars_under_the_same_name(cast_of: CastOf, actor_of: ActorOf) -> None:
    review = review_at(ReviewState.FINAL)
    lead, now = actor_of(cast_of(review).lead), clock.now()
    day = clock.today() + timedelta(days=10)

    for number, on in enumerate((day, day + timedelta(days=1))):
        said = Meeting(on, time(15), time(17), "The hall")
        plan_workshop(lead, review.id, said=said, version=number, standings=LEAD, now=now)

    sent = db.session.execute(select(OutboxMessage.kind, OutboxMessage.calendar).order_by(OutboxMessage.id)).all()
    assert [kind for kind, _ in sent] == ["workshop_planned"] * 4 + ["workshop_moved"] * 4
    assert {line for _, text in sent for line in str(text).splitlines() if line.startswith("UID")} == {
        f"UID:{review.uid}-workshop-{review.id}@localhost"
    }
    assert [f"SEQUENCE:{int(kind == 'workshop_moved')}" in str(text) for kind, text in sent] == [True] * 8


def test_an_owner_is_reminded_once_for_each_date(cast_of: CastOf) -> None:
    review = planned_review(actions=2)
    cast, now = cast_of(review), clock.now()
    action = db.session.scalars(select(PlanAction).order_by(PlanAction.position)).first()
    assert action is not None
    action.due_on = clock.today() + timedelta(days=10)
    db.session.commit()

    assert (remind_owners(now), remind_owners(now)) == (1, 0)
    line = db.session.scalars(select(DigestLine)).one()
    assert line.person_id == cast.coordinator.id
    assert "Do thing" not in line.text
    db.session.get_one(PlanAction, action.id).progress = "done"
    db.session.get_one(PlanAction, action.id).due_on = clock.today() + timedelta(days=11)
    db.session.commit()
    assert remind_owners(now) == 0


def test_head_champion_and_lead_are_reminded_of_the_follow_up_once(cast_of: CastOf) -> None:
    review = planned_review(actions=1)
    cast, now = cast_of(review), clock.now()
    assert remind_of_follow_ups(now) in {0, 3}  # without terms no working day lies between
    db.session.execute(delete(OutboxMessage))
    db.session.get_one(Review, review.id).follow_up_on = clock.today() + timedelta(days=5)
    db.session.commit()

    assert (remind_of_follow_ups(now), remind_of_follow_ups(now)) == (3, 0)
    told = set(db.session.scalars(select(OutboxMessage.person_id)))
    assert told == {cast.head.id, cast.champion.id, cast.lead.id}


def test_a_follow_up_without_an_answer_for_each_action_changes_nothing(cast_of: CastOf, actor_of: ActorOf) -> None:
    review = planned_review(actions=2)
    lead = actor_of(cast_of(review).lead)
    first, second = db.session.scalars(select(PlanAction.id).order_by(PlanAction.position))
    half = FollowUp(clock.today(), "", {first: Answer("done", "Minutes")}, {})

    with pytest.raises(RuleBroken, match="action 2"):
        record_follow_up(lead, review.id, said=half, standings=LEAD, now=clock.now())
    assert db.session.get_one(Review, review.id).state == "plan-agreed"

    whole = FollowUp(clock.today(), "", {**half.answers, second: Answer("not", "No time")}, {"leading": "3"})
    record_follow_up(lead, review.id, said=whole, standings=LEAD, now=clock.now())
    states = db.session.scalars(select(PlanAction.progress).order_by(PlanAction.position)).all()
    assert states == ["done", "not-begun"]
    assert wrong() == {}
    db.session.execute(delete(ImpactAnswer).where(ImpactAnswer.action_id == second))
    db.session.commit()
    assert wrong() == {
        "improvement: a follow-up answers for every action": [
            f"action {second} has no answer in the follow-up of review {review.id}"
        ]
    }


def test_whoever_does_not_see_ratings_is_not_asked_for_them(cast_of: CastOf, sign_in: SignIn) -> None:
    review = planned_review(actions=1)
    cast = cast_of(review)

    assert "rating_leading" in sign_in(cast.lead).get(f"/reviews/{review.id}/follow-up").text
    assert "rating_leading" not in sign_in(cast.champion).get(f"/reviews/{review.id}/follow-up").text


@pytest.mark.parametrize(("number", "preset", "shown", "texts"), [
    (4, Preset.SHARED, False, 0),
    (5, Preset.SHARED, True, 5),
    (5, Preset.SCHOOL_OWNED, True, 0),
])  # fmt: skip
def test_small_numbers_are_hidden_and_nobody_is_named(
    sign_in: SignIn, number: int, preset: Preset, *, shown: bool, texts: int
) -> None:
    cycle = CycleFactory(preset=preset)
    people = [PersonFactory() for _ in range(number)]
    for person in people:
        evaluated(review_at(ReviewState.FINAL, cycle=cycle), person, Voice.HOST, learned=f"CNRY {person.id}")

    host = next(one for one in results_of_cycle(cycle.id, preset) if one.voice == Voice.HOST)
    assert (host.number, host.is_shown, bool(host.means), len(host.learned)) == (number, shown, shown, texts)
    page = sign_in(somebody(Role.TEAM_MANAGER)).get(f"/team/cycles/{cycle.id}/evaluations").text
    assert page.count("CNRY") == texts
    assert [person.name for person in people if person.name in page] == []


def test_a_review_closes_when_all_have_evaluated_and_not_before(cast_of: CastOf) -> None:
    review = planned_review(ReviewState.FOLLOWED_UP, actions=0)
    cast, now = cast_of(review), clock.now()
    evaluated(review, cast.head, Voice.HOST)
    evaluated(review, cast.lead, Voice.REVIEWER)
    assert close_finished(now) == 0

    evaluated(review, cast.reviewer, Voice.REVIEWER)
    assert (close_finished(now), close_finished(now)) == (1, 0)
    assert db.session.get_one(Review, review.id, populate_existing=True).state == "closed"


def test_the_office_closes_with_a_reason_and_nobody_else_does(cast_of: CastOf, actor_of: ActorOf) -> None:
    review = planned_review(ReviewState.FOLLOWED_UP, actions=0)
    head, office = actor_of(cast_of(review).head), actor_of(somebody(Role.TEAM_ADVISER))

    with pytest.raises(RuleBroken, match="Say why"):
        close_review(office, review.id, reason=" ", standings={Standing.OFFICE}, now=clock.now())
    with pytest.raises(RuleBroken, match="Only"):
        close_review(head, review.id, reason="Done", standings={Standing.HEAD}, now=clock.now())
    close_review(office, review.id, reason="Done", standings={Standing.OFFICE}, now=clock.now())
    assert db.session.scalar(select(func.count()).where(Review.state == "closed")) == 1


def test_checks_name_a_published_plan_with_a_gap() -> None:
    review = planned_review(actions=1)
    assert wrong() == {}
    action = db.session.scalars(select(PlanAction)).one()
    action.owner_id = None
    db.session.get_one(Review, review.id).follow_up_on = None
    db.session.commit()

    assert list(wrong()) == [
        "improvement: every action of a published plan has owner, date, measure and area",
        "improvement: a published plan names its follow-up",
    ]
