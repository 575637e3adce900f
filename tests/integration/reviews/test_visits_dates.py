"""Both sides say yes to the same days, once, and calendars follow."""

from dataclasses import dataclass
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import Review, ReviewChange, VisitOption
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import move_aside, step_back
from inclusion_app.reviews.states import Part, ReviewState
from inclusion_app.reviews.visits.services.dates import agree_days, propose_days
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf, SignIn

HEAD, LEAD, OFFICE = (frozenset({s}) for s in (Standing.HEAD, Standing.LEAD, Standing.OFFICE))
pytestmark = pytest.mark.usefixtures("database")


def weekday(ahead: int) -> date:
    day = clock.today() + timedelta(days=ahead)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 3 else day


@dataclass
class Sides:
    review: Review
    head: Person
    lead: Person
    actor: ActorOf

    def propose(self, ahead: int, *, by: Person | None = None) -> int:
        who, standing = (by, LEAD) if by else (self.head, HEAD)
        day = weekday(ahead)
        option = propose_days(self.actor(who), self.review.id, first=day, last=day, standings=standing, now=clock.now())
        return option.id

    def agree(self, option: int, who: Person, standings: frozenset[Standing]) -> bool:
        return agree_days(self.actor(who), self.review.id, option, standings=standings, now=clock.now())

    def again(self) -> Review:
        db.session.expire_all()
        return db.session.get_one(Review, self.review.id)


@pytest.fixture
def sides(actor_of: ActorOf) -> Sides:
    review = review_at(ReviewState.TEAM_CONFIRMED)
    lead = assigned(review, part=Part.LEAD)
    assigned(review)
    head_id = review.participation.accepted_by_id
    return Sides(review, db.session.get_one(Person, head_id), lead, actor_of)


def wrong() -> list[str]:
    return [sentence for finding in findings() for sentence in finding.wrong]


def entries(kind: str) -> list[tuple[str, str, int, int]]:
    """UID, method, sequence and number of attendees of each calendar part."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    found = []
    for message in db.session.scalars(query):
        calendar = Calendar.from_ical(message.calendar or "")
        [event] = calendar.walk("VEVENT")
        people = event["attendee"] if isinstance(event["attendee"], list) else [event["attendee"]]
        assert str(people[0]) == f"mailto:{message.email}"
        found.append((str(event["uid"]), str(calendar["method"]), int(str(event["sequence"])), len(people)))
    return found


def test_the_second_yes_agrees_the_date_and_opens_the_self_review_in_one_act(sides: Sides) -> None:
    option = sides.propose(40)

    assert sides.agree(option, sides.lead, LEAD) is True

    review = sides.again()
    assert (review.state, review.visit_on, review.visit_until) == ("self-review-open", weekday(40), weekday(40))
    changes = db.session.execute(select(ReviewChange.act, ReviewChange.audit_id).order_by(ReviewChange.id)).all()
    assert [change.act for change in changes] == ["agree_date", "open_self_review"]
    assert len({change.audit_id for change in changes}) == 1
    assert list(db.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id))) == ["propose_days", "agree_date"]
    invited = entries("visit_invited")
    assert len(invited) == len({uid for uid, *_ in invited}) == 4
    assert {entry[1:] for entry in invited} == {("REQUEST", 1, 1)}
    assert wrong() == []


def test_one_side_alone_agrees_nothing(sides: Sides) -> None:
    option = sides.propose(40)
    with pytest.raises(RuleBroken, match="said yes"):
        sides.agree(option, sides.head, HEAD)
    with pytest.raises(RuleBroken, match="other side"):
        sides.agree(option, sides.head, LEAD)
    assert sides.again().state == ReviewState.TEAM_CONFIRMED


def test_a_changed_date_keeps_the_stage_and_moves_calendars(sides: Sides) -> None:
    sides.agree(sides.propose(40), sides.lead, LEAD)
    sides.agree(sides.propose(50, by=sides.lead), sides.head, HEAD)

    review = sides.again()
    assert (review.state, review.visit_on, review.sequence) == ("self-review-open", weekday(50), 2)
    assert {uid for uid, *_ in entries("visit_moved")} == {uid for uid, *_ in entries("visit_invited")}
    assert {sequence for _, _, sequence, _ in entries("visit_moved")} == {2}
    states = db.session.scalars(select(VisitOption.state).order_by(VisitOption.id)).all()
    assert states == ["replaced", "agreed"]
    assert wrong() == []


def test_a_review_that_is_put_off_leaves_calendars_and_comes_back(sides: Sides) -> None:
    sides.agree(sides.propose(40), sides.lead, LEAD)
    for act in ("postpone_review", "resume_review"):
        move_aside(sides.actor(sides.lead), sides.review.id, act, reason="Flood", standings=LEAD, now=clock.now())

    assert {entry[1:3] for entry in entries("visit_taken_out")} == {("CANCEL", 2)}
    assert {entry[1:3] for entry in entries("visit_invited")} == {("REQUEST", 1), ("REQUEST", 3)}


def test_a_step_back_gives_the_date_up(sides: Sides) -> None:
    sides.agree(sides.propose(40), sides.lead, LEAD)
    step_back(sides.actor(sides.lead), sides.review.id, reason="Ill", standings=LEAD, version=0, now=clock.now())

    review = sides.again()
    assert (review.state, review.visit_on) == ("team-confirmed", None)
    assert len(entries("visit_taken_out")) == 4
    assert wrong() == []


def test_both_sides_at_the_same_moment_agree_exactly_once(app: Flask, sides: Sides) -> None:
    day = weekday(40)
    senco = sides.review.participation.coordinator
    assert senco is not None
    option = propose_days(
        sides.actor(senco), sides.review.id, first=day, last=day, standings={Standing.COORDINATOR}, now=clock.now()
    ).id
    acts = [(sides.actor(sides.head), HEAD), (sides.actor(sides.lead), LEAD)]
    review_id, barrier, agreed = sides.review.id, Barrier(2), []
    db.session.remove()

    def say_yes(number: int) -> None:
        with app.app_context():
            actor, standings = acts[number]
            barrier.wait()
            agreed.append(agree_days(actor, review_id, option, standings=standings, now=clock.now()))
            db.session.remove()

    threads = [Thread(target=say_yes, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(agreed) == [False, True]
    assert db.session.scalars(select(ReviewChange.act)).all().count("agree_date") == 1
    assert wrong() == []


def test_what_is_wrong_with_days_stands_beside_the_field(sides: Sides, sign_in: SignIn) -> None:
    head, path = sign_in(sides.head), f"/reviews/{sides.review.id}/dates"
    saturday = clock.today() + timedelta(days=(5 - clock.today().weekday()) % 7 + 14)

    answer = head.submit(path, first=saturday.isoformat(), last="")

    assert answer.status_code == 422
    assert "is at a weekend" in answer.text
    assert f'value="{saturday.isoformat()}"' in answer.text
    assert head.submit(path, first=weekday(40).isoformat(), last="").status_code == 303
    assert "Take it off" in head.get(path).text
