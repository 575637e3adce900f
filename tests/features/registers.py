"""Registers: a run that has begun, with somebody to mark."""

from datetime import timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Attendance, Run
from inclusion_app.training.states import RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import World, _book, _run, name_on

CODE = "ABC234"


def build(world: World) -> None:
    """A run whose session began half an hour ago, and somebody with a place on it."""
    _run(world, "run_today", "course", RunState.OPEN)
    name_on(world, "run_today", "facilitator")
    _book(world, "booking_today", "A", "waiting_a", run="run_today")
    _book(world, "booking_today_staff", "A", "staff_a", run="run_today")
    run = db.session.get_one(Run, world["run_today"])
    db.session.refresh(run, ["sessions"])  # nobody else may hold it any more
    run.taken = 2
    db.session.refresh(run, ["sessions"])  # the row may have been let go of and read anew
    session = run.sessions[0]
    begins, ends = world.now - timedelta(minutes=30), world.now + timedelta(minutes=90)
    for row in (run, session):
        row.starts_at, row.ends_at = begins, ends
    session.day = clock.london(begins).date()
    world.ids["session_today"] = session.id
    session.check_in_code = CODE


def grow(world: World, number: int) -> None:
    """One more on the register of today, who has been marked."""
    booking = seat(world, f"today-{number}", run="run_today", holder=world[f"grown_person_{number}"])
    marked = Attendance(session_id=world["session_today"], booking_id=booking.id, mark="present")
    marked.marked_at = marked.told_at = world.now
    db.session.add(marked)


def _marks(world: World, _thing: str) -> dict[str, Any]:
    return {f"mark-{world['booking_today']}": "present"}


HOW_TO = {
    "registers.close": HowTo(typed(rest="y")),
    "registers.save": HowTo(_marks),
    "registers.tick": HowTo(typed(mark="present", ago="1")),
    "on_the_day.new_code": HowTo(),
    "on_the_day.walk_in": HowTo(typed(name="Sam Reed", email="sam.reed@school.example", urn="100001")),
    "check_in.send": HowTo(typed(code=CODE, email="waiting.a@county.example")),
}
_OF = {"run_id": "run_today", "session_id": "session_today", "booking_id": "booking_today"}
ROWS = {
    f"registers.{view} {argument}": {"A": _OF[argument], "sister": "run_empty"}
    for view, arguments in {
        "show": ["run_id"],
        "close": ["run_id"],
        "take": ["run_id", "session_id"],
        "save": ["run_id", "session_id"],
        "tick": ["run_id", "session_id", "booking_id"],
        "on_paper": ["run_id", "session_id"],
    }.items()
    for argument in arguments
} | {
    f"on_the_day.{view} {argument}": {"A": _OF[argument]}
    for view in ("show_code", "new_code", "picture", "ask_walk_in", "walk_in")
    for argument in ("run_id", "session_id")
}
VISITED = {
    "registers.show": ("/runs/{run}/register", ("provider-member", "team-adviser")),
    "registers.take": ("/runs/{past_run}/register/{past_session}", ("provider-member", "team-manager")),
    "on_the_day.show_code": ("/runs/{past_run}/register/{past_session}/check-in", ("provider-member",)),
    "on_the_day.ask_walk_in": ("/runs/{past_run}/register/{past_session}/walk-in", ("provider-member",)),
    "check_in.show": ("/check-in?code=ABC234", ("staff", "")),
    "registers.on_paper": ("/runs/{past_run}/register/{past_session}/print", ("provider-member",)),
}
NO_PAGES = {"on_the_day.picture": "a picture"}
NAMES = {
    "past session": "SELECT session.run_id AS past_run, session.id AS past_session FROM session"
    " JOIN booking ON booking.run_id = session.run_id JOIN run ON run.id = session.run_id"
    " WHERE booking.state = 'confirmed' AND run.provider_id = (SELECT provider_id FROM membership"
    " WHERE id = (SELECT MIN(id) FROM membership WHERE role = 'provider-member'))"
    " ORDER BY session.starts_at, session.id LIMIT 1",
}
