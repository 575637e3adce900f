"""How far offers are from a place, along the straight line of the national grid."""

import math
from collections.abc import Iterable

from inclusion_app.directory.search.rules.documents import Position

METRES_OF_A_MILE = 1609.344


def metres_between(here: Position, positions: Iterable[Position]) -> float | None:
    """Metres to the nearest of the positions; None when there are none."""
    return min((math.dist(here, there) for there in positions), default=None)


def miles(metres: float) -> str:
    """As people read it: halves of a mile up to ten, whole ones from there."""
    found = metres / METRES_OF_A_MILE
    if found < 0.75:
        return "less than a mile"
    said = f"{round(found * 2) / 2:.1f}".removesuffix(".0") if found < 10 else f"{round(found):,}"
    return "1 mile" if said == "1" else f"{said} miles"
