"""A run's dates moved to another day: distances in days stay, and so do the times on the wall clock."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from inclusion_app.foundation import clock
from inclusion_app.training.catalogue.choices import RunChoices


def shifted(choices: RunChoices, *, to: date) -> RunChoices:
    """The same run with its first session on ``to``; its sessions and kept places are new ones.

    Every moment and date the run has moves by as many days, whatever fields a run comes to have.
    """
    moved: RunChoices = _moved(choices, to - min(session.day for session in choices.sessions))
    return moved


def _moved(value: Any, distance: timedelta) -> Any:
    if isinstance(value, datetime):
        wall = clock.london(value)
        return clock.from_london(wall.date() + distance, wall.time())
    if isinstance(value, date):
        return value + distance
    if isinstance(value, tuple):
        return tuple(_moved(item, distance) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        said = {field.name: _moved(getattr(value, field.name), distance) for field in fields(value)}
        return replace(value, **({**said, "id": None} if "id" in said else said))
    return value
