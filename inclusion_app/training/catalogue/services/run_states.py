"""Runs: opened to booking, closed, and cancelled with everybody on them."""

from datetime import datetime

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.queries.runs import booked_on_run
from inclusion_app.training.bookings.services.cancelled_runs import cancel_bookings_of_run
from inclusion_app.training.catalogue.rules import RUN_MOVES, open_problems
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Run

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
        _move(actor, run, "open", now=now)
    return run


def close_run(actor: Acting, run_id: int, *, now: datetime) -> Run:
    """Take no more bookings; those that there are stay. Raises RuleBroken, LookupError."""
    with transaction():
        run = locked_run(run_id)
        _move(actor, run, "close", now=now)
    return run


def cancel_run(actor: Acting, run_id: int, *, reason: str, now: datetime) -> Run:
    """Cancel a run with everybody on it: all are told why, and nobody pays.

    Raises RuleBroken when no reason is given, when it is cancelled already, or when it has begun with people on it;
    LookupError.
    """
    with transaction():
        run = locked_run(run_id)
        if not reason.strip():
            raise RuleBroken("reason", "Say why the run is cancelled")
        if len(reason) > LONGEST_REASON:
            raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
        if run.starts_at <= now and booked_on_run(run_id):
            raise RuleBroken(None, "This run has begun with people on it, so it can no longer be cancelled")
        run.cancelled_reason = reason.strip()
        event = _move(actor, run, "cancel", now=now)
        cancel_bookings_of_run(actor, run, event=event, reason=run.cancelled_reason, now=now)
    return run


def _move(actor: Acting, run: Run, act: str, *, now: datetime) -> AuditEvent:
    move = RUN_MOVES[act]
    if run.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    run.state, run.changed_at = move.leads_to, now
    return audit.record(actor, f"{act}_run", run)
