"""One place for a school or its leadership team."""

from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.models import Booking, BookingNeed, Run
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.school_places import Coming, book_school_place, change_who_comes
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.integration.bookings.conftest import Office, new_office, taken
from tests.integration.requests.steps import actor, in_order, mails, run_by, state, teacher

pytestmark = pytest.mark.usefixtures("database")


def team(**given: object) -> Run:
    return run_by("book", course__taker="team", **given)


def book(office: Office, run: Run, *people: int, by: Person | None = None, when_full: str = "") -> Booking:
    return book_school_place(
        actor(by or office.head),
        office.school.id,
        run.id,
        Coming(office.head.id, people),
        asked=Asked(diet="Vegan"),
        when_full=when_full,
        now=clock.now(),
        today=clock.today(),
    )


def change(office: Office, booking: Booking, *people: int, contact: int = 0, version: int = 0) -> Booking:
    current = db.session.get_one(Booking, booking.id, populate_existing=True).version
    return change_who_comes(
        office.actor,
        booking.id,
        Coming(contact or office.head.id, people),
        version=version or current,
        now=clock.now(),
        today=clock.today(),
    )


def test_a_team_takes_one_place_and_everybody_who_comes_is_invited(office: Office) -> None:
    run, people = team(), office.staff("Ann", "Ben")
    booking = book(office, run, *people)
    assert (booking.holder, state(booking), taken(run)) == (f"team:{office.school.id}", "confirmed", 1)
    invited = mails("booking_confirmed")
    assert {m.person_id for m in invited} == {office.head.id, *people}
    assert {m.calendar_method for m in invited} == {"REQUEST"}
    assert db.session.get_one(BookingNeed, booking.id).diet == "Vegan"
    in_order()


def test_a_school_takes_one_place_and_no_second(office: Office) -> None:
    run = run_by("book", course__taker="school")
    book(office, run)
    with pytest.raises(RuleBroken, match="a booking on this run already"):
        book(office, run)
    other = new_office()
    assert book(other, run).holder == f"school:{other.school.id}"
    assert taken(run) == 2
    in_order()


def test_a_full_run_is_waited_for_only_if_that_was_said(office: Office) -> None:
    run, people = team(capacity=1), office.staff("Ann")
    BookingFactory(run=run)
    with pytest.raises(RuleBroken, match="full") as refused:
        book(office, run, *people)
    assert refused.value.problems[0][0] == "when_full"
    booking = book(office, run, *people, when_full="wait")
    assert (state(booking), taken(run)) == ("waiting", 1)
    assert mails("booking_confirmed") == []
    in_order()


def test_who_is_named_is_on_the_list_and_a_team_names_somebody(office: Office) -> None:
    strangers = new_office().staff("Eve")
    for people, sentence in (([], "Choose who comes"), (strangers, "no longer on your staff list")):
        with pytest.raises(RuleBroken, match=sentence) as refused:
            book(office, team(), *people)
        assert refused.value.problems[0][0] == "participants"
    with pytest.raises(RuleBroken, match="nobody is named but the contact"):
        book(office, run_by("book", course__taker="school"), *office.staff("Ann"))
    in_order()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"entry": "book", "course__taker": "person"}, "not booked for a whole school"),
        ({"entry": "apply", "course__taker": "team"}, "not booked for a whole school"),
        ({"entry": "book", "course__taker": "team", "state": "closed"}, "not open"),
        ({"entry": "book", "course__taker": "team", "book_by": clock.now() - timedelta(hours=1)}, "Booking closed"),
    ],
)
def test_the_run_has_to_be_for_schools_and_open(office: Office, given: dict[str, object], sentence: str) -> None:
    run = run_by(str(given.pop("entry")), **given)
    with pytest.raises(RuleBroken, match=sentence):
        book(office, run, *office.staff("Ann"))


def test_where_places_are_asked_for_only_who_decides_takes_one(office: Office) -> None:
    run, people = run_by("request", course__taker="team"), office.staff("Ann")
    with pytest.raises(RuleBroken, match="headteacher or school office decides"):
        book(office, run, *people, by=somebody(Role.SENCO, school=office.school))
    assert state(book(office, run, *people)) == "confirmed"


def test_others_may_come_before_the_start(office: Office) -> None:
    run, [ann, ben] = team(), office.staff("Ann", "Ben")
    booking = book(office, run, ann)
    change(office, booking, ben)
    assert [m.person_id for m in mails("booking_confirmed")] == [office.head.id, ann, ben]
    [told] = mails("request_not_coming")
    assert (told.person_id, told.calendar_method) == (ann, "CANCEL")
    change(office, booking, ann, ben, contact=ann)
    assert [m.person_id for m in mails("booking_confirmed")] == [office.head.id, ann, ben, ann]
    assert [m.person_id for m in mails("request_not_coming")] == [ann, office.head.id]
    in_order()


def test_nobody_is_exchanged_after_the_start_or_over_what_somebody_else_has_saved(office: Office) -> None:
    run, [ann, ben] = team(), office.staff("Ann", "Ben")
    booking = book(office, run, ann)
    before = db.session.get_one(Booking, booking.id).version
    change(office, booking, ben)
    with pytest.raises(StaleEdit) as stale:
        change(office, booking, ann, version=before)
    assert stale.value.theirs["participants"] == "Ben"
    with transaction() as session:
        row = session.get_one(Run, run.id)
        row.starts_at, row.opens_at, row.book_by = clock.now(), clock.now() - timedelta(3), clock.now() - timedelta(2)
    with pytest.raises(RuleBroken, match="has started"):
        change(office, booking, ann)


def test_when_the_place_is_given_back_everybody_is_told(office: Office) -> None:
    run, people = team(), office.staff("Ann", "Ben")
    booking = book(office, run, *people)
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())
    told = mails("booking_cancelled")
    assert {m.person_id for m in told} == {office.head.id, *people}
    assert {m.calendar_method for m in told} == {"CANCEL"}
    assert taken(run) == 0
    in_order()


def test_the_checks_find_a_place_held_by_another_school(office: Office) -> None:
    booking = book(office, team(), teacher(office).id)
    with transaction() as session:
        session.get_one(Booking, booking.id).holder = f"team:{office.school.id + 1}"
    assert [wrong for finding in findings() for wrong in finding.wrong if "is held by 'team:" in wrong]
