"""How long a completion holds, and what a person holds in a strand."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=90)


class Validity(StrEnum):
    """Where something completed stands today, the best first."""

    CURRENT = "current"
    SOON = "soon"
    RAN_OUT = "ran-out"
    NONE = "none"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"current": "Current", "soon": "Runs out soon", "ran-out": "Ran out", "none": "None"}[self]

    @property
    def holds(self) -> bool:
        """Counts today."""
        return self in {Validity.CURRENT, Validity.SOON}


_ORDER = list(Validity)


def validity(valid_until: date | None, *, today: date) -> Validity:
    """The last day counts; without a last day it never runs out. Soon is within ninety days."""
    if valid_until is None or valid_until > today + SOON:
        return Validity.CURRENT
    return Validity.SOON if valid_until >= today else Validity.RAN_OUT


def best(held: Iterable[Validity]) -> Validity:
    """What somebody with several completions holds altogether."""
    return min(held, key=_ORDER.index, default=Validity.NONE)
