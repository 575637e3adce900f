"""A run is moved with people on it: each is told what has changed, and may keep the place or give it up."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import short_day
from inclusion_app.training.bookings import moving_notices, notices
from inclusion_app.training.bookings.rescheduling import Slot, compare
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.offers import held
from inclusion_app.training.bookings.services.places import free_places
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.links import LinkFor, use_booking_links
from inclusion_app.training.models import Attendance, Booking, BookingLink, BookingNeed, Run, Session
from inclusion_app.training.states import ACTIVE, BookingState

ONLINE = "online"
ANSWERED = "This has been answered already"
BEGUN = "This run has started, so the place can no longer be given up"
NOT_ASKED = "There is nothing to answer about this booking"
REASON = "The run was moved"


def slots_of(run: Run) -> tuple[Slot, ...]:
    """The run's sessions as people know them now. The run comes with its sessions, which are written."""
    return tuple(
        Slot(
            session.id,
            session.starts_at,
            session.ends_at,
            ", ".join(part for part in (session.venue, session.postcode) if part) or ONLINE,
            session.joining_link,
        )
        for session in run.sessions
    )


def check_attendance_is_kept(run: Run, kept: Collection[int | None]) -> None:
    """A session at which attendance was taken cannot be removed. Raises RuleBroken."""
    gone = [session.id for session in run.sessions if session.id not in kept]
    if not gone:
        return
    taken = select(Session.starts_at).join(Attendance, Attendance.session_id == Session.id).where(Session.id.in_(gone))
    found = db.session.scalars(taken.order_by(Session.starts_at).limit(1)).first()
    if found is not None:
        day = short_day(found)
        raise RuleBroken(None, f"Attendance was taken at the session on {day}, so that session cannot be removed")


def move_bookings(actor: Acting, run: Run, before: Sequence[Slot], *, now: datetime) -> int:
    """Tell everybody on the run what has changed since ``before``; returns how many bookings that concerns.

    Calendars get the same names with a greater number. When a date or time has changed, those with a place are asked
    whether they keep it, until the run starts. Of what is over nobody is told. The row of the run is held by the
    caller. The same few statements for one booking and for hundreds.
    """
    with transaction() as session:
        session.flush()
        what = compare(before, slots_of(run))
        if not what or run.ends_at <= now:
            return 0
        asks = what.is_moved and run.starts_at > now
        _note_move(run.id, asks=asks, now=now)
        bookings = _on_run(run.id)
        moving_notices.tell_of_move(actor, bookings, run, what, asks=asks, now=now)
    return len(bookings)


def keep_moved_place(actor: Actor, booking_id: int, *, now: datetime) -> Booking:
    """The place is kept on the new dates; keeping it again changes nothing.

    Raises RuleBroken when it was given up or there was nothing to answer, LookupError when there is no such booking.
    """
    with transaction():
        run, booking = held(booking_id)
        if booking.state != BookingState.CONFIRMED:
            raise RuleBroken(None, ANSWERED if booking.state == BookingState.CANCELLED else NOT_ASKED)
        if booking.moved_at is None:
            return booking
        if run.starts_at <= now:
            raise RuleBroken(None, BEGUN)
        booking.moved_at = None
        audit.record(actor, "keep_moved_place", booking, school_id=booking.school_id)
        use_booking_links(booking.id, LinkFor.MOVED, now=now)
    return booking


def release_moved_place(actor: Actor, booking_id: int, *, now: datetime) -> Booking:
    """The place is given up, free of charge whatever the deadline; it goes to whoever waits. Again changes nothing.

    Raises RuleBroken when the run has started or it was answered, LookupError when there is no such booking.
    """
    with transaction():
        run, booking = held(booking_id)
        if booking.state == BookingState.CANCELLED:
            return booking
        if booking.state != BookingState.CONFIRMED or booking.moved_at is None:
            raise RuleBroken(None, ANSWERED if booking.state == BookingState.CONFIRMED else NOT_ASKED)
        if run.starts_at <= now:
            raise RuleBroken(None, BEGUN)
        _release(actor, booking, now=now)
        free_places(run.id, 1)
        notices.tell_of_cancellation(actor, booking, run.id, was=BookingState.CONFIRMED)
        fill_freed_places(run.id, now=now)
    return booking


def _release(actor: Actor, booking: Booking, *, now: datetime) -> None:
    event = audit.record(actor, "release_moved_place", booking, school_id=booking.school_id)
    booking.state, booking.ended_at, booking.moved_at = BookingState.CANCELLED, now, None
    booking.sequence += 1  # calendars take only a greater number for news
    db.session.flush()
    before = [(booking.id, BookingState.CONFIRMED)]
    note_changes(before, BookingState.CANCELLED, event=event, now=now, reason=REASON)
    quietly = {"synchronize_session": False}
    db.session.execute(delete(BookingNeed).where(BookingNeed.booking_id == booking.id), execution_options=quietly)
    use_booking_links(booking.id, LinkFor.MOVED, now=now)


def _note_move(run_id: int, *, asks: bool, now: datetime) -> None:
    """Whoever was asked before and has not answered is asked anew; a new place alone leaves the question open."""
    quietly = {"synchronize_session": False}
    has_place = Booking.state == BookingState.CONFIRMED
    db.session.execute(
        update(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))
        .values(
            sequence=Booking.sequence + 1,
            version=Booking.version + 1,
            moved_at=case((has_place, now), else_=Booking.moved_at) if asks else Booking.moved_at,
        ),
        execution_options=quietly,
    )
    if asks:
        ours = select(Booking.id).where(Booking.run_id == run_id)
        db.session.execute(
            update(BookingLink)
            .where(
                BookingLink.booking_id.in_(ours), BookingLink.purpose == LinkFor.MOVED, BookingLink.used_at.is_(None)
            )
            .values(used_at=now),
            execution_options=quietly,
        )


def _on_run(run_id: int) -> Sequence[Booking]:
    return db.session.scalars(
        select(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))
        .options(joinedload(Booking.person), selectinload(Booking.participants))
        .order_by(Booking.id)
        .execution_options(populate_existing=True)
    ).all()
