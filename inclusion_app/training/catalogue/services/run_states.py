"""Runs: opened to booking, closed, and cancelled while nobody is booked."""

from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.rules import RUN_MOVES, open_problems
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import ACTIVE

LONGEST_REASON = 500


def open_run(actor: Acting, run_id: int, *, now: datetime) -> Run:
    """Let schools book. Raises RuleBroken when the run is over or its course is not published, LookupError."""
    with transaction():
        run = locked_run(run_id)
        problems = open_problems(
            course_state=run.course.state,
            book_by=run.book_by,
            starts_at=run.starts_at,
            now=now,
        )
        if problems:
            raise RuleBroken.several(problems)
        return _move(actor, run, "open", now=now)


def close_run(actor: Acting, run_id: int, *, now: datetime) -> Run:
    """Take no more bookings; those that there are stay. Raises RuleBroken, LookupError."""
    with transaction():
        return _move(actor, locked_run(run_id), "close", now=now)


def cancel_empty_run(actor: Acting, run_id: int, *, reason: str, now: datetime) -> Run:
    """Cancel a run that nobody is booked on. Raises RuleBroken when somebody is or no reason is given, LookupError."""
    with transaction():
        run = locked_run(run_id)
        if not reason.strip():
            raise RuleBroken("reason", "Say why the run is cancelled")
        if len(reason) > LONGEST_REASON:
            raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
        if booked := _number_booked(run_id):
            are = "1 booking is" if booked == 1 else f"{booked} bookings are"
            raise RuleBroken(None, f"{are} active on this run. Cancel them first, so that everybody is told.")
        run.cancelled_reason = reason.strip()
        return _move(actor, run, "cancel", now=now)


def _move(actor: Acting, run: Run, act: str, *, now: datetime) -> Run:
    move = RUN_MOVES[act]
    if run.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    run.state, run.changed_at = move.leads_to, now
    audit.record(actor, f"{act}_run", run)
    return run


def _number_booked(run_id: int) -> int:
    return db.session.scalar(select(func.count()).where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))) or 0
