"""Bookings for tests, with their row on the audit trail, their change, and the run's own counts, as services leave
them."""

import secrets

import factory
from sqlalchemy import update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.models import Booking, BookingChange, BookingNeed, Run
from inclusion_app.training.states import TAKES_A_PLACE, BookingState
from tests.factories.accounts import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory


class BookingFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A confirmed booking of a person on a run; ``state="waiting"`` joins the waiting list at its end."""

    class Meta:
        model = Booking
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    run = factory.SubFactory(RunFactory)
    person = factory.SubFactory(PersonFactory)
    school = factory.SubFactory(SchoolFactory)
    holder = factory.LazyAttribute(lambda o: f"person:{o.person.id}")
    state = BookingState.CONFIRMED
    placed_at = factory.LazyFunction(clock.now)
    uid = factory.LazyFunction(lambda: secrets.token_hex(16))

    @classmethod
    def _create(cls, model_class: type[Booking], *args: object, **values: object) -> Booking:
        run = values["run"]
        assert isinstance(run, Run)
        state, run_id = values["state"], run.id
        with transaction() as session:
            current = session.get_one(Run, run_id, populate_existing=True)
            waits = state == BookingState.WAITING
            if waits and values.get("queue_number") is None:
                values["queue_number"] = current.next_in_queue
            booking = model_class(*args, **values)
            session.add(booking)
            session.flush()
            taken = int(state in TAKES_A_PLACE)
            session.execute(
                update(Run)
                .where(Run.id == run_id)
                .values(taken=Run.taken + taken, next_in_queue=Run.next_in_queue + int(waits))
            )
            event = audit.record(SYSTEM, "confirm_basket", ("basket", "made for a test"))
            session.add(
                BookingChange(booking_id=booking.id, audit_id=event.id, after=booking.state, at=booking.placed_at)
            )
        db.session.refresh(current)
        return booking


def need_of(booking: Booking, *, access: str = "Large print", diet: str = "Vegan") -> None:
    """What to provide for somebody who is booked."""
    with transaction() as session:
        session.add(BookingNeed(booking_id=booking.id, access=access, diet=diet))
