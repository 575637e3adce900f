"""The waiting list: strict order, groups together, nobody passes, offers first, nothing after the start."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.queries.bookings import positions
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.models import Booking, Run
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office, states_of, taken

pytestmark = pytest.mark.usefixtures("database")


def cancel(booking: Booking) -> None:
    cancel_booking(SYSTEM, booking.id, reason="", now=clock.now())


def full_run(**given: object) -> tuple[Run, Booking]:
    """A run with one place, and who has it."""
    run = RunFactory(capacity=1, **given)
    return run, BookingFactory(run=run, person__name="First")


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_a_freed_place_is_offered_at_once_to_the_first_in_line(office: Office) -> None:
    run, first = full_run()
    office.book(run, office.staff("Ann"), choice="wait")
    other = new_office(Role.SENCO)
    other.book(run, other.staff("Ben"), choice="wait")
    cancel(first)
    assert states_of(run) == {"First": "cancelled", "Ann": "offered", "Ben": "waiting"}
    assert taken(run) == 1
    in_order()


def test_positions_follow_the_order_of_joining_and_close_up(office: Office) -> None:
    run, _ = full_run()
    office.book(run, office.staff("Ann", "Ben", "Cat"), choice="wait")
    bookings = db.session.scalars(select(Booking).where(Booking.state == "waiting").order_by(Booking.id)).all()
    assert list(positions([run.id]).values()) == [1, 2, 3]
    cancel(bookings[1])
    assert positions([run.id]) == {bookings[0].id: 1, bookings[2].id: 2}
    assert sorted(b.queue_number or 0 for b in bookings) == [1, 2, 3]  # a number is never given again
    office.book(run, office.staff("Dot"), choice="wait")
    assert db.session.scalar(select(func.max(Booking.queue_number))) == 4


def test_a_group_is_placed_only_when_all_of_it_fits_and_nobody_passes_it(office: Office) -> None:
    run = RunFactory(capacity=2)
    held = [BookingFactory(run=run, person__name=name) for name in ("One", "Two")]
    office.book(run, office.staff("Ann", "Ben"), choice="together")
    office.book(run, office.staff("Cat"), choice="wait")
    cancel(held[0])
    assert states_of(run) == {
        "One": "cancelled",
        "Two": "confirmed",
        "Ann": "waiting",
        "Ben": "waiting",
        "Cat": "waiting",
    }
    cancel(held[1])
    assert states_of(run) | {"One": "", "Two": ""} == {
        "One": "", "Two": "", "Ann": "offered", "Ben": "offered", "Cat": "waiting",
    }  # fmt: skip
    in_order()


def test_when_somebody_leaves_a_group_the_rest_may_fit(office: Office) -> None:
    run = RunFactory(capacity=2)
    held = [BookingFactory(run=run, person__name=name) for name in ("One", "Two")]
    office.book(run, office.staff("Ann", "Ben"), choice="together")
    cancel(held[0])
    anns = select(Booking).where(Booking.state == "waiting").order_by(Booking.id).limit(1)
    cancel(db.session.scalars(anns).one())
    assert states_of(run)["Ben"] == "offered"


def test_a_cancelled_person_has_left_the_list_for_good(office: Office) -> None:
    run, first = full_run()
    [ann] = office.staff("Ann")
    office.book(run, [ann], choice="wait")
    office.book(run, office.staff("Ben"), choice="wait")
    cancel(db.session.scalars(select(Booking).where(Booking.person_id == ann)).one())
    cancel(first)
    assert states_of(run) == {"First": "cancelled", "Ann": "cancelled", "Ben": "offered"}
    office.book(run, [ann], choice="wait")  # joining anew is joining at the end
    assert positions([run.id]) != {}
    in_order()


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"starts_at": clock.now() - timedelta(minutes=1)}])
def test_nothing_is_given_after_the_start_or_on_a_cancelled_run(office: Office, change: dict[str, object]) -> None:
    run, first = full_run()
    office.book(run, office.staff("Ann"), choice="wait")
    with transaction() as session:
        for name, value in change.items():
            setattr(session.get_one(Run, run.id), name, value)
        session.get_one(Booking, first.id).state = "declined"
        session.get_one(Run, run.id).taken = 0
    assert fill_freed_places(run.id, now=clock.now()) == []
    assert states_of(run)["Ann"] == "waiting"


def test_more_places_go_to_those_who_wait_before_anybody_else(office: Office, sign_in: SignIn) -> None:
    run, _ = full_run()
    office.book(run, office.staff("Ann", "Ben"), choice="wait")
    adviser = sign_in(somebody(Role.TEAM_ADVISER))
    assert adviser.submit(f"/team/runs/{run.id}/edit", capacity="2").status_code == 303
    assert states_of(run) == {"First": "confirmed", "Ann": "offered", "Ben": "waiting"}
    assert taken(run) == 2
    in_order()


def test_close_to_the_start_a_freed_place_is_confirmed_at_once_and_told_once(office: Office) -> None:
    run, first = full_run(day=clock.today() + timedelta(days=1), book_by=clock.now() + timedelta(hours=1))
    [ann] = office.staff("Ann")
    office.book(run, [ann], choice="wait")
    cancel(first)
    assert fill_freed_places(run.id, now=clock.now()) == []
    assert states_of(run)["Ann"] == "confirmed"
    told = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "booking_promoted")).all()
    assert [(m.person_id, m.calendar_method) for m in told] == [(ann, "REQUEST")]
    in_order()


def test_filling_an_empty_list_changes_nothing(database: SQLAlchemy) -> None:
    assert fill_freed_places(RunFactory().id, now=clock.now()) == []


def test_whoever_waits_and_their_school_read_their_position_and_why(office: Office, sign_in: SignIn) -> None:
    run = RunFactory(capacity=2)
    held = [BookingFactory(run=run, person__name=name) for name in ("One", "Two")]
    people = office.staff("Ann", "Ben", "Cat")
    office.book(run, people[:2], choice="together")
    office.book(run, people[2:], choice="wait")
    ann, cat = (db.session.get_one(Person, people[number]) for number in (0, 2))
    assert "All 2 places are taken, and 2 are before." in sign_in(cat).get("/my-bookings").text
    cancel(held[0])
    assert "2 wait together, and 1 place is free." in sign_in(ann).get("/my-bookings").text
    assert "Others who wait together come first." in sign_in(cat).get("/my-bookings").text
    booking_id = db.session.scalars(select(Booking.id).where(Booking.person_id == cat.id)).one()
    page = sign_in(office.head).get(f"/schools/{office.school.urn}/bookings/{booking_id}").text
    assert "Why not yet" in page
    assert "Others who wait together come first" in page
