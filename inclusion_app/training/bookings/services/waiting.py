"""The waiting list: a freed place is offered to whoever is first, or confirmed at once when the start is near."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.settings import number
from inclusion_app.schools.queries import working_calendar
from inclusion_app.schools.rules.working_hours import after_working_hours
from inclusion_app.training.bookings import notices, offer_notices
from inclusion_app.training.bookings.queries.fences import fences_of
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.places import STILL_ON, take_places
from inclusion_app.training.bookings.sharing import Given, Turn, Waiter, next_in_line
from inclusion_app.training.models import Booking, Run, WaitingSkip
from inclusion_app.training.states import BookingState

FREED = "A place has become free"


def fill_freed_places(run_id: int, *, now: datetime) -> list[Booking]:
    """Give the places that are free to those who wait, in strict order; nothing after the start.

    Each is offered for so many working hours; from so many working days before the start they are confirmed at once,
    since nobody could answer in time (settings ``offer_hours`` and ``confirm_at_once_days``; service.md, *Waiting
    list*). Called by whatever frees a place or adds one. Safe to call at any time and from several processes: the run
    is held while it is done.
    """
    with transaction() as session:
        run = session.scalars(
            select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
        ).one()
        if run.starts_at <= now or run.state not in STILL_ON or run.places_left <= 0:
            return []
        turn = _turn(run, now=now)
        _log_skips(run_id, turn, now=now)
        if not turn.given or not take_places(run_id, len(turn.given)):
            return []
        return _give(run, turn.given, now=now)


def keep_lists_moving(now: datetime) -> int:
    """Look at every waiting list beside free places: kept places may have been released. Returns how many gave any."""
    due = (
        select(Run.id)
        .where(Run.starts_at > now, Run.state.in_(STILL_ON), Run.taken < Run.capacity)
        .where(select(Booking.id).where(Booking.run_id == Run.id, Booking.state == BookingState.WAITING).exists())
        .order_by(Run.id)
    )
    return sum(bool(fill_freed_places(run_id, now=now)) for run_id in db.session.scalars(due).all())


def _turn(run: Run, *, now: datetime) -> Turn:
    """Who is next, among those who wait."""
    waiting = db.session.execute(
        select(Booking.id, Booking.school_id, Booking.group_key)
        .where(Booking.run_id == run.id, Booking.state == BookingState.WAITING)
        .order_by(Booking.queue_number)
    ).all()
    waiters = [Waiter(row.id, row.school_id, row.group_key) for row in waiting]
    if not waiters:
        return Turn()
    fences = fences_of([run.id], {waiter.school_id for waiter in waiters}, now=now).get(run.id, [])
    return next_in_line(waiters, free=run.places_left, fences=fences)


def _give(run: Run, given: Sequence[Given], *, now: datetime) -> list[Booking]:
    calendar = working_calendar()
    days_left = calendar.working_days_between(london(now).date(), london(run.starts_at).date())
    if days_left <= number("confirm_at_once_days"):
        return _promote(run.id, given, now=now)
    until = min(after_working_hours(now, number("offer_hours"), calendar), run.starts_at)
    return _offer(run.id, given, until=until, now=now)


def _promote(run_id: int, given: Sequence[Given], *, now: datetime) -> list[Booking]:
    ids = [one.booking_id for one in given]
    event = audit.record(SYSTEM, "fill_freed_places", ("run", run_id), detail={"bookings": ids})
    promoted = _move(given, BookingState.CONFIRMED, offered_until=None)
    note_changes(((i, BookingState.WAITING) for i in ids), BookingState.CONFIRMED, event=event, now=now, reason=FREED)
    notices.tell_of_promotion(promoted, run_id)
    return promoted


def _offer(run_id: int, given: Sequence[Given], *, until: datetime, now: datetime) -> list[Booking]:
    ids = [one.booking_id for one in given]
    detail = {"bookings": ids, "until": until.isoformat()}
    event = audit.record(SYSTEM, "offer_places", ("run", run_id), detail=detail)
    offered = _move(given, BookingState.OFFERED, offered_until=until)
    note_changes(((i, BookingState.WAITING) for i in ids), BookingState.OFFERED, event=event, now=now, reason=FREED)
    offer_notices.tell_of_offer(offered, run_id, now=now)
    return offered


def _move(given: Sequence[Given], state: BookingState, *, offered_until: datetime | None) -> list[Booking]:
    ids = [one.booking_id for one in given]
    db.session.execute(
        update(Booking)
        .where(Booking.id.in_(ids))
        .values(
            state=state,
            offered_until=offered_until,
            group_key=None,
            ring_fence_id=_fence_of_each(given),
            version=Booking.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.id.in_(ids))
            .options(joinedload(Booking.person))
            .order_by(Booking.queue_number)
            .execution_options(populate_existing=True)
        )
    )


def _fence_of_each(given: Sequence[Given]) -> ColumnElement[int | None] | None:
    """The kept places each booking counts among, in one statement for all of them."""
    kept = {one.booking_id: one.fence_id for one in given if one.fence_id is not None}
    return case(kept, value=Booking.id, else_=None) if kept else None


def _log_skips(run_id: int, turn: Turn, *, now: datetime) -> None:
    """Note who was passed over and why; the same reason is not noted twice in a row."""
    if not turn.skipped:
        return
    so_far = db.session.execute(
        select(WaitingSkip.booking_id, WaitingSkip.reason).where(WaitingSkip.run_id == run_id).order_by(WaitingSkip.id)
    )
    known: dict[int, str] = dict(so_far.all())  # of several the last stays
    db.session.add_all(
        WaitingSkip(run_id=run_id, booking_id=booking_id, at=now, reason=reason)
        for booking_id, reason in turn.skipped
        if known.get(booking_id) != reason
    )
