"""Registers: a run that has begun, with somebody to mark."""

from datetime import timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _book, _run


def build(world: World) -> None:
    """A run whose session began half an hour ago, and somebody with a place on it."""
    _run(world, "run_today", "course", RunState.OPEN)
    _book(world, "booking_today", "A", "waiting_a", run="run_today")
    run = db.session.get_one(Run, world["run_today"])
    session = run.sessions[0]
    begins, ends = world.now - timedelta(minutes=30), world.now + timedelta(minutes=90)
    for row in (run, session):
        row.starts_at, row.ends_at = begins, ends
    session.day = clock.london(begins).date()
    world.ids["session_today"] = session.id


def _marks(world: World, _thing: str) -> dict[str, Any]:
    return {f"mark-{world['booking_today']}": "present"}


HOW_TO = {
    "registers.close": HowTo(typed(rest="y")),
    "registers.save": HowTo(_marks),
    "registers.tick": HowTo(typed(mark="present", told_at="1")),
}
_OF = {"run_id": "run_today", "session_id": "session_today", "booking_id": "booking_today"}
ROWS = {
    f"registers.{view} {argument}": {"A": _OF[argument]}
    for view, arguments in {
        "show": ["run_id"],
        "close": ["run_id"],
        "take": ["run_id", "session_id"],
        "save": ["run_id", "session_id"],
        "tick": ["run_id", "session_id", "booking_id"],
        "on_paper": ["run_id", "session_id"],
    }.items()
    for argument in arguments
}
VISITED = {
    "registers.show": ("/runs/{run}/register", ("provider-member", "team-adviser")),
    "registers.take": ("/runs/{past_run}/register/{past_session}", ("provider-member", "team-manager")),
    "registers.on_paper": ("/runs/{past_run}/register/{past_session}/print", ("provider-member",)),
}
NAMES = {
    "past session": "SELECT session.run_id AS past_run, session.id AS past_session FROM session"
    " JOIN booking ON booking.run_id = session.run_id WHERE booking.state = 'confirmed'"
    " ORDER BY session.starts_at, session.id LIMIT 1",
}
