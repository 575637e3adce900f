"""How far offers are from a place, along the straight line of the national grid."""

import math
from collections.abc import Iterable, Sequence

from inclusion_app.directory.search.rules.documents import Document, Position

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


def nearest_first(documents: Sequence[Document], places: Iterable[int], *, here: Position) -> list[int]:
    """The places in the index, nearest first; those given nowhere in particular stand last, in the order they came."""
    found = list(places)
    far = {place: metres_between(here, documents[place].positions) for place in found}
    with_distance = sorted((place for place in found if far[place] is not None), key=lambda place: far[place] or 0.0)
    return with_distance + [place for place in found if far[place] is None]
