"""Applications: the person applies, the school supports, the team decides; each step once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Booking, BookingRequest, Run
from inclusion_app.training.requests.services.applications import (
    accept_application,
    apply_for_place,
    decline_application,
    support_application,
)
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.requests import decline_request
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.integration.bookings.conftest import Office, taken
from tests.integration.requests.steps import actor, in_order, mails, run_by, state, teacher

pytestmark = pytest.mark.usefixtures("database")
Decide = Callable[[Booking], Booking]


def applied(office: Office, run: Run, person: Person | None = None, *, by: Person | None = None) -> Booking:
    person = person or teacher(office)
    return apply_for_place(
        actor(by or person),
        office.school.id,
        run.id,
        Asked("I lead inclusion."),
        person_id=person.id,
        now=clock.now(),
        today=clock.today(),
    )


def supported(office: Office, booking: Booking) -> Booking:
    return support_application(office.actor, booking.id, now=clock.now(), today=clock.today())


def adviser() -> Person:
    return somebody(Role.TEAM_ADVISER)


def accept(booking: Booking) -> Booking:
    return accept_application(actor(adviser()), booking.id, now=clock.now(), today=clock.today())


def decline(booking: Booking) -> Booking:
    return decline_application(actor(adviser()), booking.id, reason="Too many applied", now=clock.now())


def test_from_the_application_to_a_place(office: Office) -> None:
    run = run_by("apply", capacity=1)
    one, other = applied(office, run), applied(office, run, teacher(office, "Ben Other"))
    assert (state(one), [m.person_id for m in mails("request_asked")]) == ("requested", [office.head.id] * 2)
    supported(office, one)
    supported(office, other)
    assert (state(one), taken(run)) == ("approved", 0)
    assert [m.person_id for m in mails("request_supported")] == [one.person_id, other.person_id]
    accept(one)
    accept(other)
    assert (state(one), state(other), taken(run)) == ("confirmed", "waiting", 1)
    assert [m.person_id for m in mails("booking_confirmed")] == [one.person_id]
    assert [m.person_id for m in mails("request_accepted_note")] == [office.head.id] * 2
    in_order()


def test_the_teams_no_reaches_the_person_and_whoever_supported_it(office: Office) -> None:
    run = run_by("apply")
    booking = supported(office, applied(office, run))
    decline(booking)
    assert (state(booking), taken(run)) == ("declined", 0)
    told = mails("request_rejected")
    assert {m.person_id for m in told} == {booking.person_id, office.head.id}
    assert all("Too many applied" in m.text for m in told)
    assert db.session.get_one(BookingRequest, booking.id).reason == "Too many applied"
    in_order()


def test_who_decides_for_the_school_applies_for_anybody_and_it_is_supported(office: Office) -> None:
    booking = applied(office, run_by("apply"), by=office.head)
    assert state(booking) == "approved"
    assert db.session.get_one(BookingRequest, booking.id).supported_by_id == office.head.id
    assert mails("request_asked") == []
    in_order()


def test_a_colleague_applies_for_nobody_else_and_not_for_the_school(office: Office) -> None:
    senco = somebody(Role.SENCO, school=office.school)
    with pytest.raises(RuleBroken, match="applies for others"):
        applied(office, run_by("apply"), by=senco)
    with pytest.raises(RuleBroken, match="for the whole school"):
        applied(office, run_by("apply", course__taker="school"), senco)
    in_order()


def test_a_school_applies_once_with_a_contact(office: Office) -> None:
    run = run_by("apply", course__taker="school")
    booking = applied(office, run, office.head)
    assert (booking.holder, state(booking)) == (f"school:{office.school.id}", "approved")
    with pytest.raises(RuleBroken, match="a booking on this run already"):
        applied(office, run, by=office.head)
    accept(booking)
    assert state(booking) == "confirmed"
    in_order()


@pytest.mark.parametrize("first", [accept, decline])
@pytest.mark.parametrize("second", [accept, decline])
def test_of_two_in_the_team_the_first_decides(office: Office, first: Decide, second: Decide) -> None:
    run = run_by("apply")
    booking = supported(office, applied(office, run))
    first(booking)
    before = state(booking)
    with pytest.raises(RuleBroken, match=r"already been (approved|declined) by"):
        second(booking)
    assert (state(booking), taken(run)) == (before, int(before == "confirmed"))
    in_order()


def test_the_team_decides_on_nothing_that_the_school_has_not_supported(office: Office) -> None:
    booking = applied(office, run_by("apply"))
    for decide in (accept, decline):
        with pytest.raises(RuleBroken):
            decide(booking)
    assert state(booking) == "requested"
    with pytest.raises(RuleBroken, match="already been supported by"):
        supported(office, supported(office, booking))


def test_the_school_may_say_no_and_take_its_support_back_until_the_team_has_decided(office: Office) -> None:
    run = run_by("apply")
    one, other = applied(office, run), supported(office, applied(office, run, teacher(office, "Ben Other")))
    for booking in (one, other):
        decline_request(office.actor, booking.id, reason="Not this year", now=clock.now())
        assert state(booking) == "declined"
    third = accept(supported(office, applied(office, run, teacher(office, "Cat"))))
    with pytest.raises(RuleBroken, match="already been approved by"):
        decline_request(office.actor, third.id, reason="Not this year", now=clock.now())
    in_order()


def test_an_application_says_why(office: Office) -> None:
    person = teacher(office)
    run = run_by("apply")
    for statement in ("  ", "x" * 5001):
        with pytest.raises(RuleBroken) as refused:
            apply_for_place(
                actor(person), office.school.id, run.id, Asked(statement), person_id=person.id, now=clock.now(),
                today=clock.today(),
            )  # fmt: skip
        assert refused.value.problems[0][0] == "statement"


def test_the_window_closes_for_applying_and_supporting_but_the_team_decides_until_the_start(office: Office) -> None:
    run = run_by("apply")
    late, ready = applied(office, run), supported(office, applied(office, run, teacher(office, "Ben Other")))
    with transaction() as session:
        session.get_one(Run, run.id).book_by = clock.now()
    with pytest.raises(RuleBroken, match="Booking closed on"):
        applied(office, run, teacher(office, "Cat"))
    with pytest.raises(RuleBroken, match="Booking closed on"):
        supported(office, late)
    accept(ready)
    assert state(ready) == "confirmed"
    with transaction() as session:
        row = session.get_one(Run, run.id)
        row.opens_at, row.book_by = clock.now() - timedelta(days=2), clock.now() + timedelta(days=2)
    third = supported(office, late)
    with pytest.raises(RuleBroken, match="This run has started"):
        accept_application(actor(adviser()), third.id, now=run.starts_at, today=clock.today())


def test_a_school_gets_no_more_than_its_places(office: Office) -> None:
    run = run_by("apply", places_per_school=1)
    one, other = (supported(office, applied(office, run, teacher(office, name))) for name in ("One", "Other"))
    accept(one)
    with pytest.raises(RuleBroken, match="can have 1 place"):
        accept(other)
    BookingFactory(run=run)
    assert state(other) == "approved"
    in_order()
