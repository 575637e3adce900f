"""Requests: staff ask, the school decides, once; the rules of the basket hold at both moments."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.models import Booking, BookingNeed, BookingRequest, CoursePrerequisite, Run
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.requests import approve_request, decline_request, request_place
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.training import CourseFactory
from tests.integration.bookings.conftest import Office, new_office, taken
from tests.integration.requests.steps import actor, asked, in_order, link_in, mails, run_by, state, teacher

pytestmark = pytest.mark.usefixtures("database")
Decide = Callable[[Office, Booking], Booking]


def approve(office: Office, booking: Booking) -> Booking:
    return approve_request(office.actor, booking.id, now=clock.now(), today=clock.today())


def decline(office: Office, booking: Booking, reason: str = "Next year") -> Booking:
    return decline_request(office.actor, booking.id, reason=reason, now=clock.now())


def test_a_request_takes_no_place_and_asks_everybody_who_decides(office: Office) -> None:
    booker = somebody(Role.BOOKER, school=office.school)
    somebody(Role.SENCO, school=office.school)
    run = run_by("request")
    booking = asked(office, run)
    assert (state(booking), taken(run)) == ("requested", 0)
    told = mails("request_asked")
    assert {mail.person_id for mail in told} == {office.head.id, booker.id}
    assert len({link_in(mail) for mail in told}) == 2
    assert "For my class." in told[0].text
    in_order()


def test_an_approved_request_gets_a_place_and_an_invitation(office: Office) -> None:
    run = run_by("request")
    booking = asked(office, run)
    approve(office, booking)
    assert (state(booking), taken(run)) == ("confirmed", 1)
    [invitation] = mails("booking_confirmed")
    assert (invitation.person_id, invitation.calendar_method) == (booking.person_id, "REQUEST")
    said = db.session.get_one(BookingRequest, booking.id)
    assert (said.decision, said.decided_by_id) == ("approved", office.head.id)
    in_order()


def test_where_the_run_is_full_an_approved_request_waits_at_the_end(office: Office) -> None:
    run = run_by("request", capacity=1)
    BookingFactory(run=run)
    booking = asked(office, run)
    approve(office, booking)
    assert (state(booking), taken(run)) == ("waiting", 1)
    [mail] = mails("booking_waiting")
    assert "number 1" in mail.text
    in_order()


def test_a_declined_request_ends_and_the_reason_is_told(office: Office) -> None:
    run = run_by("request")
    who = actor(teacher(office))
    said = Asked("Please", access="Large print")
    booking = request_place(who, office.school.id, run.id, said, now=clock.now(), today=clock.today())
    decline(office, booking, "We need you here that day")
    assert (state(booking), taken(run)) == ("declined", 0)
    [mail] = mails("request_declined")
    assert mail.person_id == booking.person_id
    assert "We need you here that day" in mail.text
    assert db.session.get(BookingNeed, booking.id) is None
    asked(office, run, db.session.get_one(Booking, booking.id).person_id)  # and may ask again
    in_order()


def test_a_refusal_needs_a_reason(office: Office) -> None:
    booking = asked(office, run_by("request"))
    for reason in ("  ", "x" * 501):
        with pytest.raises(RuleBroken) as refused:
            decline(office, booking, reason)
        assert refused.value.problems[0][0] == "reason"
    assert state(booking) == "requested"


@pytest.mark.parametrize("first", [approve, decline])
@pytest.mark.parametrize("second", [approve, decline])
def test_the_first_decision_counts_and_the_second_is_told_by_whom(
    office: Office, first: Decide, second: Decide
) -> None:
    run = run_by("request")
    booking = asked(office, run)
    first(office, booking)
    before = state(booking)
    with pytest.raises(RuleBroken, match=f"already been (approved|declined) by {office.head.name}"):
        second(Office(office.school, somebody(Role.BOOKER, school=office.school)), booking)
    assert state(booking) == before
    assert len(mails("booking_confirmed")) == taken(run)
    in_order()


def test_nobody_asks_twice(office: Office) -> None:
    run, person = run_by("request"), teacher(office)
    asked(office, run, person)
    with pytest.raises(RuleBroken, match="has asked for a place on this run already"):
        asked(office, run, person)
    in_order()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"entry": "book"}, "not asked for one by one"),
        ({"entry": "request", "course__taker": "team"}, "not asked for one by one"),
        ({"entry": "request", "state": "closed"}, "not open for booking"),
        ({"entry": "request", "state": "cancelled"}, "cancelled"),
        ({"entry": "request", "opens_at": clock.now() + timedelta(days=1)}, "Booking opens on"),
        ({"entry": "request", "book_by": clock.now() - timedelta(hours=1)}, "Booking closed on"),
    ],
)
def test_the_run_has_to_be_open_to_requests(office: Office, given: dict[str, object], sentence: str) -> None:
    run = run_by(str(given.pop("entry")), **given)
    with pytest.raises(RuleBroken, match=sentence):
        asked(office, run)
    in_order()


def test_only_staff_of_the_school_ask_there(office: Office) -> None:
    with pytest.raises(RuleBroken, match="no longer on your staff list"):
        asked(office, run_by("request"), teacher(new_office()))


def test_a_course_that_has_to_come_first_is_asked_for_when_asking_and_when_approving(office: Office) -> None:
    first = CourseFactory(title="Basics")
    run = run_by("request")
    booking = asked(office, run, teacher(office, "Early"))
    with transaction() as session:
        session.add(CoursePrerequisite(course_id=run.course_id, required_id=first.id))
    with pytest.raises(RuleBroken, match="needs to have completed Basics first"):
        asked(office, run, teacher(office, "Late"))
    with pytest.raises(RuleBroken, match="needs to have completed Basics first"):
        approve(office, booking)
    assert state(booking) == "requested"


def test_requests_use_up_none_of_the_schools_places_until_they_are_approved(office: Office) -> None:
    run = run_by("request", places_per_school=1)
    one, other = asked(office, run, teacher(office, "One")), asked(office, run, teacher(office, "Other"))
    approve(office, one)
    with pytest.raises(RuleBroken, match="can have 1 place"):
        approve(office, other)
    with pytest.raises(RuleBroken, match="can have 1 place"):
        asked(office, run, teacher(office, "Third"))
    assert (state(other), taken(run)) == ("requested", 1)
    in_order()


def test_where_nobody_decides_nobody_asks(office: Office) -> None:
    alone = new_office(Role.STAFF)
    with pytest.raises(RuleBroken, match="Nobody at your school can decide"):
        asked(alone, run_by("request"), alone.head)


def test_a_request_is_not_approved_once_booking_has_closed_but_can_be_declined(office: Office) -> None:
    run = run_by("request")
    booking = asked(office, run)
    with transaction() as session:
        session.get_one(Run, run.id).book_by = clock.now()
    with pytest.raises(RuleBroken, match="Booking closed on"):
        approve(office, booking)
    decline(office, booking)
    assert state(booking) == "declined"


def test_a_request_that_was_taken_back_cannot_be_approved_and_is_never_late(office: Office) -> None:
    run = run_by("request", cancel_by=clock.now() - timedelta(days=1))
    booking = asked(office, run)
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    with pytest.raises(RuleBroken, match="already been taken back"):
        approve(office, booking)
    assert (state(booking), taken(run)) == ("cancelled", 0)
    assert not db.session.get_one(Booking, booking.id).ended_late
    in_order()


def test_what_is_said_has_its_limits(office: Office) -> None:
    with pytest.raises(RuleBroken) as refused:
        asked(office, run_by("request"), statement="x" * 5001)
    assert refused.value.problems[0][0] == "statement"


def test_a_basket_filled_by_who_decides_is_not_confirmed_by_who_does_not_any_more(office: Office) -> None:
    run, people = run_by("request"), office.staff("Ann")
    office.put(run, people)
    with transaction() as session:
        session.query(Membership).filter_by(person_id=office.head.id).one().role = Role.SENCO
    with pytest.raises(RuleBroken, match="headteacher or school office decides"):
        office.confirm()
    assert taken(run) == 0
    in_order()


def test_the_basket_names_who_has_asked_already(office: Office) -> None:
    run = run_by("request")
    booking = asked(office, run)
    with pytest.raises(RuleBroken, match="Ann Teacher has asked for a place on this run already"):
        office.book(run, [booking.person_id or 0])
    assert state(booking) == "requested"
