"""Colleagues sent instead, and a run that was moved with somebody of each school on it."""

from datetime import timedelta
from typing import Any

from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, BookingLink, Run
from inclusion_app.training.states import BookingState, RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.growing import seat
from tests.matrix.world import World, _add, _book, _run

TOKEN = "moved-token"


def build(world: World) -> None:
    """Somebody of each school on a run to pass on, and on one that was moved, with the link of the first."""
    _run(world, "run_passed_on", "course", RunState.OPEN)
    _run(world, "run_moved", "course", RunState.OPEN)
    for letter, person in (("A", "colleague_a"), ("B", "colleague_b")):
        _book(world, f"passed_on_{letter}", letter, person, run="run_passed_on")
        _book(world, f"moved_{letter}", letter, person, run="run_moved")
        db.session.get_one(Booking, world[f"moved_{letter}"]).moved_at = world.now
    for run in ("run_passed_on", "run_moved"):
        db.session.get_one(Run, world[run]).taken = 2
    link = BookingLink(token_hash=hashed(TOKEN), purpose="moved", booking_id=world["moved_A"])
    link.person_id, link.created_at, link.expires_at = world["head_a"], world.now, world.now + timedelta(days=2)
    _add(world, "moved_link", link)


def grow(world: World, number: int) -> None:
    """Somebody else has not said whether the place on the moved run is kept; somebody else was sent instead."""
    person = world[f"grown_person_{number}"]
    booking = seat(world, f"moved-{number}", run="run_moved", holder=person, moved_at=world.now)
    link = BookingLink(token_hash=f"moved {number}", purpose="moved", booking_id=booking.id, person_id=person)
    link.created_at = link.expires_at = world.now
    db.session.add(link)
    gone = seat(world, f"gone-{number}", run="run_passed_on", holder=person, state=BookingState.SUBSTITUTED)
    gone.ended_at = world.now
    seat(world, f"sent-{number}", run="run_passed_on", holder=person, replaces_id=gone.id)


def _colleague(world: World, thing: str) -> dict[str, Any]:
    return {"person": str(world["head_b" if thing == "B" else "other_colleague_a"])}


HOW_TO = {
    "substitutes.send": HowTo(_colleague),
    "moved.answer": HowTo(typed(answer="keep")),
    "moved.answer_link": HowTo(typed(answer="release")),
}
_PASSED_ON = {"A": "passed_on_A", "B": "passed_on_B", "crossed": "passed_on_B"}
ROWS = {
    "substitutes.choose booking_id": _PASSED_ON,
    "substitutes.send booking_id": _PASSED_ON,
    "moved.show booking_id": {"A": "moved_A", "B": "moved_B"},
    "moved.answer booking_id": {"A": "moved_A", "B": "moved_B"},
}
WORDS = {"moved.show_link token": {"A": TOKEN}, "moved.answer_link token": {"A": TOKEN}}
VISITED = {
    "substitutes.choose": ("/schools/{booked_urn}/bookings/{booking}/substitute", ("team-manager",)),
    "moved.show": ("/bookings/{moved_booking}/moved", ("team-manager",)),
    "moved.show_link": ("/moved/used-up", ("",)),
}
NAMES = {
    "changes": "SELECT id AS moved_booking FROM booking WHERE moved_at IS NOT NULL AND state = 'confirmed' LIMIT 1"
}
