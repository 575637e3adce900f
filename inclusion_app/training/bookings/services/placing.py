"""Places for bookings made one by one: a place if the school can have one, else the end of the waiting list."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings.queries.fences import fences_of
from inclusion_app.training.bookings.services.places import take_numbers, take_places
from inclusion_app.training.bookings.sharing import kept_place, left_for_newcomer
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState


def place_booking(booking: Booking, run: Run, *, now: datetime) -> BookingState:
    """Confirm the booking if its school can have a place that nobody waits for; else it joins the waiting list.

    The row of the run is held by the caller, who also writes the change and tells people. Returns the new state.
    """
    with transaction():
        waiting = schools_waiting(run.id)
        fences = fences_of([run.id], {booking.school_id, *waiting}, now=now).get(run.id, [])
        left = left_for_newcomer(run.places_left, fences, school_id=booking.school_id, waiting=waiting)
        if left and take_places(run.id, 1):
            booking.state = BookingState.CONFIRMED
            booking.ring_fence_id = kept_place(run.places_left, fences, school_id=booking.school_id, number=1)[0]
        else:
            booking.state, booking.queue_number = BookingState.WAITING, take_numbers(run, 1)
    return BookingState(booking.state)


def schools_waiting(run_id: int) -> list[int]:
    """The school of each booking on the run's waiting list."""
    waiting = select(Booking.school_id).where(Booking.run_id == run_id, Booking.state == BookingState.WAITING)
    return list(db.session.scalars(waiting))
