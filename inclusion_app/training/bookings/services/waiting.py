"""The waiting list: a freed place goes to whoever is first, at once and in the same transaction."""

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings import notices
from inclusion_app.training.bookings.rules import first_in_line
from inclusion_app.training.bookings.services.places import STILL_ON, take_places
from inclusion_app.training.models import Booking, BookingChange, Run
from inclusion_app.training.states import BookingState


def fill_freed_places(run_id: int, *, now: datetime) -> list[Booking]:
    """Give the places that are free to those who wait, in strict order; nothing after the start.

    Called by whatever frees a place or adds one. Safe to call at any time and from several processes: the run is
    held while it is done.
    """
    with transaction() as session:
        run = session.scalars(
            select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
        ).one()
        if run.starts_at <= now or run.state not in STILL_ON or run.places_left <= 0:
            return []
        waiting = session.execute(
            select(Booking.id, Booking.group_key)
            .where(Booking.run_id == run_id, Booking.state == BookingState.WAITING)
            .order_by(Booking.queue_number)
        ).all()
        chosen = first_in_line([(row.id, row.group_key) for row in waiting], run.places_left)
        if not chosen or not take_places(run_id, len(chosen)):
            return []
        return _promote(run_id, chosen, now=now)


def _promote(run_id: int, ids: list[int], *, now: datetime) -> list[Booking]:
    event = audit.record(SYSTEM, "fill_freed_places", ("run", run_id), detail={"bookings": ids})
    db.session.execute(
        update(Booking)
        .where(Booking.id.in_(ids))
        .values(state=BookingState.CONFIRMED, group_key=None, version=Booking.version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        insert(BookingChange),
        [
            {
                "booking_id": booking_id,
                "audit_id": event.id,
                "before": BookingState.WAITING,
                "after": BookingState.CONFIRMED,
                "at": now,
                "reason": "A place has become free",
            }
            for booking_id in ids
        ],
    )
    promoted = list(
        db.session.scalars(
            select(Booking)
            .where(Booking.id.in_(ids))
            .options(joinedload(Booking.person))
            .order_by(Booking.queue_number)
            .execution_options(populate_existing=True)
        )
    )
    notices.tell_of_promotion(promoted, run_id)
    return promoted
