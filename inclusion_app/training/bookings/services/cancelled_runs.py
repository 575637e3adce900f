"""What a cancelled run means for those who are on it: nobody is left without a word, and nobody pays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings import run_notices
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.charges.services.recording import waive_charges_of_run
from inclusion_app.training.links import LinkFor
from inclusion_app.training.models import Booking, BookingLink, BookingNeed, Run
from inclusion_app.training.states import ACTIVE, BookingState

ANSWERS = (LinkFor.DECIDE, LinkFor.OFFER, LinkFor.MOVED)
"""What nobody has to answer any more."""


def cancel_bookings_of_run(actor: Acting, run: Run, *, event: AuditEvent, reason: str, now: datetime) -> int:
    """End every booking of a run that is being cancelled, by the act that cancels it; returns how many there were.

    The row of the run is held by the caller. The same few statements for one booking and for hundreds.
    """
    with transaction() as session:
        bookings = _held(run.id)
        before = {booking.id: BookingState(booking.state) for booking in bookings}
        for state in sorted(set(before.values())):
            of_state = [(number, was) for number, was in before.items() if was == state]
            note_changes(of_state, BookingState.CANCELLED, event=event, now=now, reason=reason)
        _end(run.id, now=now)
        run.taken = 0
        session.flush()
        waive_charges_of_run(actor, run.id, note=reason, now=now)
        run_notices.tell_of_cancelled_run(actor, _again(list(before)), run.id, was=before)
    return len(before)


def _held(run_id: int) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))
        .order_by(Booking.id)
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).all()


def _end(run_id: int, *, now: datetime) -> None:
    """Needs first: they are found by the bookings that are still active."""
    ours = select(Booking.id).where(Booking.run_id == run_id)
    active = ours.where(Booking.state.in_(ACTIVE))
    quietly = {"synchronize_session": False}
    db.session.execute(delete(BookingNeed).where(BookingNeed.booking_id.in_(active)), execution_options=quietly)
    db.session.execute(
        update(BookingLink)
        .where(BookingLink.booking_id.in_(ours), BookingLink.purpose.in_(ANSWERS), BookingLink.used_at.is_(None))
        .values(used_at=now),
        execution_options=quietly,
    )
    db.session.execute(
        update(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))
        .values(
            state=BookingState.CANCELLED,
            ended_at=now,
            ended_late=False,
            offered_until=None,
            group_key=None,
            moved_at=None,
            sequence=Booking.sequence + 1,  # calendars take only a greater number for news
            version=Booking.version + 1,
        ),
        execution_options=quietly,
    )


def _again(ids: Sequence[int]) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(Booking.id.in_(ids))
        .options(joinedload(Booking.person), selectinload(Booking.participants))
        .order_by(Booking.id)
        .execution_options(populate_existing=True)
    ).all()
