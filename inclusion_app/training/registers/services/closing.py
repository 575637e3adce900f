"""Registers are closed by hand when they are complete, or by the days that have passed."""

from datetime import datetime, timedelta

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.settings import number
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Attendance, Booking, Run
from inclusion_app.training.registers.rules import too_early
from inclusion_app.training.registers.services.marking import Said, put_marks
from inclusion_app.training.registers.services.outcomes import decide_outcomes
from inclusion_app.training.states import BookingState, Mark, RunState

UNMARKED = "Not everybody is marked for every session. Mark them, or tick the box to mark the rest absent"


def close_register(actor: Actor, run_id: int, *, rest: str, now: datetime) -> Run:
    """Attendance is complete: outcomes are decided, and later changes need a reason. Closing again changes nothing.

    ``rest`` is ``absent`` to mark everybody absent who is not marked. Raises RuleBroken before the last session has
    begun, or when somebody is not marked; LookupError.
    """
    with transaction():
        run = locked_run(run_id)
        if run.register_closed_at is not None:
            return run
        if run.state == RunState.CANCELLED:
            raise RuleBroken(None, "This run has been cancelled")
        if too_early(run.sessions[-1].starts_at, now=now):
            raise RuleBroken(None, "The register can be closed when the last session has begun")
        missing = _unmarked(run)
        if missing and rest != "absent":
            raise RuleBroken("rest", UNMARKED)
        for session in run.sessions:
            absent = {booking_id: Said(Mark.ABSENT) for session_id, booking_id in missing if session_id == session.id}
            put_marks(actor, session, absent, known={}, now=now)
        audit.record(actor, "close_register", run, detail={"marked_absent": len(missing)})
        run.register_closed_at = now
        db.session.flush()
        decide_outcomes(run_id, now=now)
    return run


def lock_registers(now: datetime) -> int:
    """Close every register whose days are over, as it stands: who is not marked was not there. Returns how many."""
    over = now - timedelta(days=number("register_lock_days"))
    due = (
        select(Run.id)
        .where(Run.register_closed_at.is_(None), Run.ends_at < over, Run.state.in_((RunState.OPEN, RunState.CLOSED)))
        .order_by(Run.id)
    )
    return sum(_lock(run_id, now=now) for run_id in db.session.scalars(due).all())


def _lock(run_id: int, *, now: datetime) -> int:
    with transaction():
        run = locked_run(run_id)
        if run.register_closed_at is not None:
            return 0  # another process was quicker
        audit.record(SYSTEM, "lock_register", run)
        run.register_closed_at = now
        db.session.flush()
        decide_outcomes(run_id, now=now)
    return 1


def _unmarked(run: Run) -> list[tuple[int, int]]:
    """Sessions and bookings without a mark."""
    placed = db.session.scalars(
        select(Booking.id).where(Booking.run_id == run.id, Booking.state == BookingState.CONFIRMED)
    ).all()
    sessions = [session.id for session in run.sessions]
    marked = db.session.execute(
        select(Attendance.session_id, Attendance.booking_id).where(Attendance.session_id.in_(sessions))
    ).all()
    return sorted({(s, b) for s in sessions for b in placed} - {(row.session_id, row.booking_id) for row in marked})
