"""Runs planned by the team: a pattern of two Tuesdays."""

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _run

PATTERN = {
    "way": "weekly",
    "first": "2027-03-09",
    "every_weeks": "1",
    "count": "2",
    "meetings": "1",
    "weeks_apart": "1",
    "start": "09:00",
    "end": "12:00",
    "venue": "The hall",
    "provider": "provider-p",
    "delivery": "in-person",
    "capacity": "12",
    "opens_at": "60",
    "book_by": "2",
    "cancel_by": "7",
}


def grow(world: World, number: int) -> None:
    """One more run that too few people are on."""
    _run(world, f"few-{number}", "course", RunState.OPEN)
    run = db.session.get_one(Run, world[f"few-{number}"])
    run.minimum, run.warn_on = 5, clock.london(world.now).date()


HOW_TO = {
    "run_patterns.preview": HowTo(typed(**PATTERN)),
    "run_patterns.make": HowTo(typed(**PATTERN, make=["2027-03-09", "2027-03-16"], afterwards="draft")),
}
VISITED = {
    "run_list.search": ("/team/runs", ("team-viewer", "team-manager")),
    "run_copies.duplicate": ("/team/runs/{run}/duplicate", ("team-adviser",)),
    "run_patterns.ask": ("/team/courses/{course}/runs/pattern", ("team-adviser",)),
}
NO_PAGES = {"run_list.export": "a spreadsheet"}
