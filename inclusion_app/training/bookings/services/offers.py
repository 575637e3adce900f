"""Offers of a freed place: accepted, declined, or lapsed; and the end of waiting when a run starts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings import offer_notices
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.places import STILL_ON, free_places
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.links import LinkFor, use_booking_links
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState

LAPSED = "The offer was not taken up in time"
STARTED = "The run has started"
NOT_OFFERED = "This offer is no longer open"
STILL_HOPING = (BookingState.REQUESTED, BookingState.APPROVED, BookingState.WAITING, BookingState.OFFERED)


def accept_offer(actor: Acting, booking_id: int, *, now: datetime) -> Booking:
    """Take up an offered place; taking it up again changes nothing.

    Raises RuleBroken when the offer has lapsed or was declined, LookupError when there is no such booking.
    """
    with transaction():
        run, booking = held(booking_id)
        if booking.state == BookingState.CONFIRMED:
            return booking
        _check_open(run, booking, now=now)
        event = audit.record(actor, "accept_offer", booking, school_id=booking.school_id)
        booking.state, booking.offered_until = BookingState.CONFIRMED, None
        note_changes([(booking.id, BookingState.OFFERED)], BookingState.CONFIRMED, event=event, now=now)
        use_booking_links(booking.id, LinkFor.OFFER, now=now)
        db.session.flush()
        offer_notices.tell_of_acceptance(actor, booking, run.id)
    return booking


def decline_offer(actor: Acting, booking_id: int, *, now: datetime) -> Booking:
    """Turn an offered place down; it is offered to whoever is next. Declining again changes nothing.

    Raises RuleBroken when the offer is no longer open, LookupError when there is no such booking.
    """
    with transaction():
        run, booking = held(booking_id)
        if booking.state == BookingState.DECLINED:
            return booking
        _check_open(run, booking, now=now)
        event = audit.record(actor, "decline_offer", booking, school_id=booking.school_id)
        _end(booking, now=now)
        note_changes([(booking.id, BookingState.OFFERED)], BookingState.DECLINED, event=event, now=now)
        use_booking_links(booking.id, LinkFor.OFFER, now=now)
        db.session.flush()
        free_places(run.id, 1)
        offer_notices.tell_of_refusal(actor, booking, run.id)
        fill_freed_places(run.id, now=now)
    return booking


def lapse_offers(now: datetime) -> int:
    """End the offers nobody has taken up in time, and offer the places to whoever is next. Returns how many ended."""
    due = select(Booking.run_id).where(Booking.state == BookingState.OFFERED, Booking.offered_until <= now).distinct()
    return sum(_lapse(run_id, now=now) for run_id in sorted(db.session.scalars(due).all()))


def end_waiting(now: datetime) -> int:
    """When a run has started nobody waits for it any more. Returns for how many bookings the waiting has ended."""
    due = (
        select(Booking.run_id)
        .join(Run, Run.id == Booking.run_id)
        .where(Booking.state.in_(STILL_HOPING), Run.starts_at <= now)
        .distinct()
    )
    return sum(_end_all(run_id, now=now) for run_id in sorted(db.session.scalars(due).all()))


def held(booking_id: int) -> tuple[Run, Booking]:
    """The booking and its run, held until the commit: the run first, always. Raises LookupError."""
    run_id = db.session.scalar(select(Booking.run_id).where(Booking.id == booking_id))
    if run_id is None:
        raise LookupError(f"There is no booking {booking_id}.")
    run = _held_run(run_id)
    return run, _held_bookings(Booking.id == booking_id)[0]


def _held_run(run_id: int) -> Run:
    return db.session.scalars(
        select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _held_bookings(*which: object) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(*which)  # type: ignore[arg-type]  # conditions of any kind
        .options(joinedload(Booking.person))
        .order_by(Booking.id)
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).all()


def _check_open(run: Run, booking: Booking, *, now: datetime) -> None:
    open_ = booking.state == BookingState.OFFERED and run.state in STILL_ON and run.starts_at > now
    if not open_ or booking.offered_until is None or booking.offered_until <= now:
        raise RuleBroken(None, NOT_OFFERED)


def _lapse(run_id: int, *, now: datetime) -> int:
    with transaction():
        _held_run(run_id)
        lapsed = _held_bookings(
            Booking.run_id == run_id, Booking.state == BookingState.OFFERED, Booking.offered_until <= now
        )
        if not lapsed:
            return 0  # another process was quicker
        event = audit.record(SYSTEM, "lapse_offers", ("run", run_id), detail={"bookings": [b.id for b in lapsed]})
        _decline(lapsed, event=event, reason=LAPSED, now=now)
        free_places(run_id, len(lapsed))
        offer_notices.tell_of_lapse(lapsed, run_id)
        fill_freed_places(run_id, now=now)
    return len(lapsed)


def _end_all(run_id: int, *, now: datetime) -> int:
    with transaction():
        run = _held_run(run_id)
        ended = _held_bookings(Booking.run_id == run_id, Booking.state.in_(STILL_HOPING))
        if not ended or run.starts_at > now:
            return 0
        event = audit.record(SYSTEM, "end_waiting", ("run", run_id), detail={"bookings": [b.id for b in ended]})
        offered = sum(booking.state == BookingState.OFFERED for booking in ended)
        _decline(ended, event=event, reason=STARTED, now=now)
        free_places(run_id, offered)
        offer_notices.tell_of_end(ended, run_id)
    return len(ended)


def _decline(bookings: Sequence[Booking], *, event: AuditEvent, reason: str, now: datetime) -> None:
    for before in sorted({BookingState(booking.state) for booking in bookings}):
        of_state = [(b.id, before) for b in bookings if b.state == before]
        note_changes(of_state, BookingState.DECLINED, event=event, now=now, reason=reason)
    db.session.execute(
        update(Booking)
        .where(Booking.id.in_([booking.id for booking in bookings]))
        .values(
            state=BookingState.DECLINED,
            offered_until=None,
            group_key=None,
            ended_at=now,
            version=Booking.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    for booking in bookings:
        use_booking_links(booking.id, LinkFor.OFFER, LinkFor.DECIDE, now=now)


def _end(booking: Booking, *, now: datetime) -> None:
    booking.state, booking.ended_at = BookingState.DECLINED, now
    booking.offered_until = booking.group_key = None
