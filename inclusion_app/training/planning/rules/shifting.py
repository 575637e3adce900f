"""A run's dates moved to another day: distances in days stay, and so do the times on the wall clock."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.training.catalogue.choices import RunChoices


def shifted(choices: RunChoices, *, to: date) -> RunChoices:
    """The same run with its first session on ``to``; its sessions are new ones.

    Every moment and date the run has moves by as many days, whatever fields a run comes to have.
    """
    distance = to - min(session.day for session in choices.sessions)
    moved: dict[str, Any] = {
        field.name: _moved(getattr(choices, field.name), distance)
        for field in fields(choices)
        if field.name != "sessions"
    }
    sessions = tuple(replace(session, id=None, day=session.day + distance) for session in choices.sessions)
    return replace(choices, **moved, sessions=sessions)


def _moved(value: Any, distance: timedelta) -> Any:
    if isinstance(value, datetime):
        wall = clock.london(value)
        return clock.from_london(wall.date() + distance, wall.time())
    return value + distance if isinstance(value, date) else value
