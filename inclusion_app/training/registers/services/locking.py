"""A run with its register, held until the commit."""

from datetime import datetime

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.settings import number
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Run, Session
from inclusion_app.training.registers.rules import LONGEST_REASON, is_locked, too_early
from inclusion_app.training.states import RunState

LOCKED = "This register is closed. Ask a manager of the inclusion team to change it"
CLOSED = "This register is closed"
NEEDS_REASON = "Say why the closed register is changed"


def register_is_locked(run: Run, *, now: datetime) -> bool:
    """Closed by hand, or by the days that have passed."""
    return is_locked(run.register_closed_at, run.ends_at, days=number("register_lock_days"), now=now)


def held_session(actor: Actor, session_id: int, run_id: int, *, reason: str, now: datetime) -> tuple[Run, Session]:
    """The session whose register is to be changed, and its run, held.

    Raises RuleBroken when the run is cancelled, it is too early, or the register is closed and the actor may not
    change it or does not say why; LookupError when there is no such session on the run.
    """
    run, session = _held(session_id, run_id, now=now)
    if register_is_locked(run, now=now):
        check_reason(actor, reason)
    return run, session


def held_open_session(session_id: int, run_id: int, *, now: datetime) -> tuple[Run, Session]:
    """The same for what is done on the day alone: a closed register is closed to everybody."""
    run, session = _held(session_id, run_id, now=now)
    if register_is_locked(run, now=now):
        raise RuleBroken(None, CLOSED)
    return run, session


def _held(session_id: int, run_id: int, *, now: datetime) -> tuple[Run, Session]:
    run = locked_run(run_id)
    session = next((session for session in run.sessions if session.id == session_id), None)
    if session is None:
        raise LookupError(f"There is no session {session_id} on run {run_id}.")
    if run.state == RunState.CANCELLED:
        raise RuleBroken(None, "This run has been cancelled")
    if problem := too_early(session.starts_at, now=now):
        raise RuleBroken(None, problem)
    return run, session


def check_reason(actor: Actor, reason: str) -> None:
    """A closed register is changed by managers of the team alone, and they say why."""
    if not actor.can(Action.CHANGE_LOCKED_REGISTER):
        raise RuleBroken(None, LOCKED)
    if not reason.strip():
        raise RuleBroken("reason", NEEDS_REASON)
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer")
