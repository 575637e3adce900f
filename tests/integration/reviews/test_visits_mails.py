"""Mails about a visit say when, where and what to do, carry an entry for one calendar each, and no text of a review."""

from collections.abc import Callable
from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import move_aside
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.teams.services.answering import declare_no_conflict, step_down
from inclusion_app.reviews.teams.services.asking import Wanted
from inclusion_app.reviews.teams.services.replacing import release_reviewer, replace_reviewer
from inclusion_app.reviews.visits.services.dates import agree_days, propose_days
from tests.factories.reviews import accredited, assigned, review_at
from tests.integration.reviews.conftest import ActorOf
from tests.integration.reviews.test_visits_dates import weekday

pytestmark = pytest.mark.usefixtures("database")
HEAD, LEAD, OFFICE = ({s} for s in (Standing.HEAD, Standing.LEAD, Standing.OFFICE))
SOFT = frozenset({"S3", "S4", "S6"})
CANARY = "canary-of-a-briefing"


class Visit:
    """A visit that both sides have agreed, with a lead and one more reviewer."""

    def __init__(self, actor_of: ActorOf, *, second_day: int = 40) -> None:
        self.actor_of = actor_of
        self.review = review_at(ReviewState.TEAM_CONFIRMED)
        self.review.briefing = self.review.lines_of_enquiry = CANARY
        self.lead = assigned(self.review, accredited("Ann Lead", may_lead=True), part=Part.LEAD)
        self.peer = assigned(self.review, accredited("Ben Peer"))
        self.head = db.session.get_one(Person, self.review.participation.accepted_by_id)
        db.session.commit()
        self.agree(weekday(40), weekday(second_day))

    def agree(self, first: date, last: date) -> None:
        head, lead, number = self.actor_of(self.head), self.actor_of(self.lead), self.review.id
        option = propose_days(head, number, first=first, last=last, standings=HEAD, now=clock.now())
        agree_days(lead, number, option.id, standings=LEAD, now=clock.now())

    def assignment_of(self, person: Person) -> int:
        mine = Assignment.review_id == self.review.id, Assignment.person_id == person.id
        return db.session.scalars(select(Assignment.id).where(*mine).order_by(Assignment.id.desc())).first() or 0


def mails(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def entry_of(mail: OutboxMessage) -> tuple[str, str, str, int]:
    calendar = Calendar.from_ical(mail.calendar or "")
    [event] = calendar.walk("VEVENT")
    assert mail.calendar_method == str(calendar["method"])
    return str(event["uid"]), str(calendar["method"]), str(event["status"]), int(str(event["sequence"]))


@pytest.fixture
def visit(actor_of: ActorOf) -> Visit:
    return Visit(actor_of)


def test_an_invitation_says_when_where_and_where_more_stands(visit: Visit) -> None:
    [mail] = [one for one in mails("visit_invited") if one.person_id == visit.peer.id]
    assert mail.subject.startswith(f"Agreed: peer review visit to {visit.review.school.name} on ")
    assert "Hello Ben," in mail.text
    assert f"http://localhost/reviews/{visit.review.id}/dates" in mail.text
    calendar = Calendar.from_ical(mail.calendar or "")
    [event] = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == weekday(40)
    assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
    assert visit.review.school.name in str(event["summary"])
    assert entry_of(mail)[0] == f"{visit.review.uid}-{visit.peer.id}@localhost"


def test_no_mail_carries_text_of_the_review_or_somebody_elses_address(visit: Visit) -> None:
    visit.agree(weekday(50), weekday(50))
    move_aside(
        visit.actor_of(visit.lead), visit.review.id, "postpone_review", reason=CANARY, standings=LEAD, now=clock.now()
    )
    everything = list(db.session.scalars(select(OutboxMessage)))
    assert {one.kind for one in everything} >= {
        "visit_invited",
        "visit_moved",
        "visit_taken_out",
        "visit_days_proposed",
    }
    for mail in everything:
        assert CANARY not in f"{mail.subject}{mail.text}{mail.calendar}"
        others = {person.email for person in (visit.lead, visit.peer, visit.head)} - {mail.email}
        assert not [address for address in others if address in f"{mail.text}{mail.calendar}"]


def test_a_move_says_before_and_now(visit: Visit) -> None:
    before = mails("visit_invited")
    visit.agree(weekday(50), weekday(50))
    for first, then in zip(before, mails("visit_moved"), strict=True):
        assert entry_of(first)[0] == entry_of(then)[0]
        assert entry_of(then)[1:] == ("REQUEST", "CONFIRMED", 2)
        assert "Before: " in then.text
        assert "Now: " in then.text


def _release(visit: Visit) -> None:
    office = visit.actor_of(visit.lead)
    release_reviewer(office, visit.review.id, visit.assignment_of(visit.peer), reason="Ill", now=clock.now())


def _replace(visit: Visit) -> None:
    wanted = Wanted(person_id=accredited("Cid New").id, part=Part.REVIEWER, accepted=SOFT, reason="Seen")
    number, now, today = visit.assignment_of(visit.peer), clock.now(), clock.today()
    replace_reviewer(visit.actor_of(visit.lead), visit.review.id, number, wanted, reason="Ill", now=now, today=today)


def _step_down(visit: Visit) -> None:
    step_down(visit.actor_of(visit.peer), visit.review.id, reason="Ill", now=clock.now())


@pytest.mark.parametrize("leave", [_release, _replace, _step_down])
def test_whoever_leaves_the_team_loses_the_entry_and_nobody_else_does(
    visit: Visit, leave: Callable[[Visit], None]
) -> None:
    leave(visit)

    [mail] = mails("visit_left")
    assert mail.person_id == visit.peer.id
    assert entry_of(mail) == (f"{visit.review.uid}-{visit.peer.id}@localhost", "CANCEL", "CANCELLED", 2)
    assert "You are no longer on the team" in mail.text
    assert mails("visit_taken_out") == []


def test_whoever_joins_gets_the_entry_once_they_have_declared_and_nobody_else_does(visit: Visit) -> None:
    _replace(visit)
    [new] = db.session.scalars(select(Person).where(Person.name == "Cid New"))
    told = len(mails("visit_invited"))
    assert new.id not in {one.person_id for one in mails("visit_invited")}

    declare_no_conflict(visit.actor_of(new), visit.review.id, now=clock.now(), today=clock.today())

    invited = mails("visit_invited")[told:]
    assert [one.person_id for one in invited] == [new.id]
    assert entry_of(invited[0])[1:] == ("REQUEST", "CONFIRMED", 3)


def test_whoever_was_only_asked_has_no_entry_to_lose(visit: Visit) -> None:
    asked = assigned(visit.review, state=AssignmentState.PROPOSED)
    number = visit.assignment_of(asked)
    release_reviewer(visit.actor_of(visit.lead), visit.review.id, number, reason="Enough", now=clock.now())
    assert mails("visit_left") == []
    assert db.session.get_one(Review, visit.review.id, populate_existing=True).sequence == 1


def test_nobody_is_told_of_a_visit_that_is_put_off_or_has_no_date(visit: Visit, actor_of: ActorOf) -> None:
    act, lead = "postpone_review", visit.actor_of(visit.lead)
    move_aside(lead, visit.review.id, act, reason="Flood", standings=LEAD, now=clock.now())
    _step_down(visit)
    undated = review_at(ReviewState.TEAM_CONFIRMED)
    peer = assigned(undated)
    step_down(actor_of(peer), undated.id, reason="Ill", now=clock.now())
    assert mails("visit_left") == []
