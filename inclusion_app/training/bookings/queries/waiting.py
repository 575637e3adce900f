"""The waiting list of one run as the team sees it: who stands where, what is offered, who was passed over and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.sharing import why_waiting
from inclusion_app.training.models import Booking, WaitingSkip
from inclusion_app.training.states import BookingState


@dataclass(frozen=True)
class Skip:
    """Once that somebody was not given a place that was free."""

    at: datetime
    name: str
    reason: str


@dataclass(frozen=True)
class WaitingList:
    """Everybody who waits, in order; the offers that are open, the first to run out in front; and who was skipped."""

    waiting: Sequence[Booking]
    offered: Sequence[Booking]
    skips: Sequence[Skip]


def waiting_list(run_id: int) -> WaitingList:
    """The list of one run, in two statements."""
    hoping = db.session.scalars(
        select(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_((BookingState.WAITING, BookingState.OFFERED)))
        .options(joinedload(Booking.person), joinedload(Booking.school))
        .order_by(Booking.offered_until, Booking.queue_number, Booking.id)
    ).all()
    rows = db.session.execute(
        select(WaitingSkip.at, Person.name, WaitingSkip.reason)
        .join(Booking, Booking.id == WaitingSkip.booking_id)
        .join(Person, Person.id == Booking.person_id)
        .where(WaitingSkip.run_id == run_id)
        .order_by(WaitingSkip.id.desc())
        .limit(200)
    )
    in_line = [booking for booking in hoping if booking.state == BookingState.WAITING]
    return WaitingList(
        waiting=sorted(in_line, key=lambda booking: booking.queue_number or 0),
        offered=[booking for booking in hoping if booking.state == BookingState.OFFERED],
        skips=[Skip(*row) for row in rows],
    )


def why_they_wait(bookings: Iterable[Booking], places: Mapping[int, int]) -> dict[int, str]:
    """Why those of the bookings that wait do so; ``places`` are their places in line. Each has its run.

    One statement where anybody waits, none otherwise.
    """
    waiting = [booking for booking in bookings if booking.state == BookingState.WAITING]
    skips = last_skips([booking.id for booking in waiting]) if waiting else {}
    return {
        booking.id: why_waiting(
            position=places.get(booking.id, 1),
            capacity=booking.run.capacity,
            left=booking.run.places_left,
            skipped=skips.get(booking.id, ""),
        )
        for booking in waiting
    }


def last_skips(booking_ids: Sequence[int]) -> dict[int, str]:
    """Why each of these bookings was passed over the last time, for those that were."""
    rows = db.session.execute(
        select(WaitingSkip.booking_id, WaitingSkip.reason)
        .where(WaitingSkip.booking_id.in_(booking_ids))
        .order_by(WaitingSkip.id)
    )
    return dict(rows.all())
