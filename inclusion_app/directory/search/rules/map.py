"""A picture of where offers are given: the points of one page of the list, on a plain ground."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inclusion_app.directory.search.rules.documents import Position

WIDTH, HEIGHT, MARGIN = 640, 400, 64
APART = 30
"""Points that would lie upon each other are set side by side, so many units apart."""
TOO_CLOSE = APART - 0.05
"""Spots are tenths of a unit: what is a whole gap apart is never less, however a machine writes fractions."""
SMALLEST_METRES = 8_000


@dataclass(frozen=True)
class Spot:
    """Where something stands in the picture, in its own units, and what it is called there."""

    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Point:
    """One place of an offer: ``number`` is the offer's in the list beside the picture."""

    x: float
    y: float
    number: int
    title: str
    slug: str


@dataclass(frozen=True)
class Placed:
    """An offer of the list, with where it is given."""

    number: int
    title: str
    slug: str
    positions: Sequence[Position]


@dataclass(frozen=True)
class Picture:
    """The picture: districts by name for the ground, the points, and the school that distances are from."""

    points: tuple[Point, ...]
    ground: tuple[Spot, ...]
    here: Spot | None
    width: int = WIDTH
    height: int = HEIGHT


def picture(
    offers: Iterable[Placed], *, ground: Mapping[str, Position], here: Position | None, school: str
) -> Picture | None:
    """The picture of those offers; none when none of them is given anywhere in particular."""
    placed = [(offer, position) for offer in offers for position in dict.fromkeys(offer.positions)]
    if not placed:
        return None
    seen = [position for _, position in placed] + list(ground.values()) + ([here] if here else [])
    scale = _Scale.over(seen)
    taken: _Taken = defaultdict(list)
    points = tuple(
        Point(*_free(*scale.at(position), taken), offer.number, offer.title, offer.slug) for offer, position in placed
    )
    return Picture(
        points,
        tuple(Spot(*scale.at(position), name) for name, position in ground.items()),
        Spot(*scale.at(here), school) if here else None,
    )


@dataclass(frozen=True)
class _Scale:
    west: float
    north: float
    metres_of_a_unit: float

    @classmethod
    def over(cls, positions: Sequence[Position]) -> "_Scale":
        east = [position[0] for position in positions]
        north = [position[1] for position in positions]
        wide, high = max(max(east) - min(east), SMALLEST_METRES), max(max(north) - min(north), SMALLEST_METRES)
        unit = max(wide / (WIDTH - 2 * MARGIN), high / (HEIGHT - 2 * MARGIN))
        middle = ((max(east) + min(east)) / 2, (max(north) + min(north)) / 2)
        return cls(middle[0] - unit * WIDTH / 2, middle[1] + unit * HEIGHT / 2, unit)

    def at(self, position: Position) -> tuple[float, float]:
        x = (position[0] - self.west) / self.metres_of_a_unit
        y = (self.north - position[1]) / self.metres_of_a_unit
        return round(x, 1), round(y, 1)


_Taken = defaultdict[tuple[int, int], list[tuple[float, float]]]
"""The points that stand already, by the squares of a grid as wide as points stand apart."""


def _free(x: float, y: float, taken: _Taken) -> tuple[float, float]:
    """The spot, or one beside it where another point stands already."""
    while (blocking := _in_the_way(x, y, taken)) is not None:
        x = round(blocking + APART, 1)
        if x > WIDTH - MARGIN / 2:
            x, y = round(MARGIN / 2, 1), round(y + APART, 1)
    taken[int(x // APART), int(y // APART)].append((x, y))
    return x, y


def _in_the_way(x: float, y: float, taken: _Taken) -> float | None:
    """How far to the right the point stands that leaves no room here; None where there is room."""
    column, row = int(x // APART), int(y // APART)
    for square in ((column + right, row + down) for right in (1, 0, -1) for down in (-1, 0, 1)):
        for other, across in taken.get(square, ()):
            if abs(x - other) < TOO_CLOSE and abs(y - across) < TOO_CLOSE:
                return other
    return None
