"""Where the parts of pictures lie: pure arithmetic, so that templates need none. The words are theirs.

Everything a picture shows stands beside it as text or in a table; shapes and hatching tell apart what colours do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inclusion_app.insights.figures import Figure
from inclusion_app.insights.queries import Group, Period, Step

SHADES = 5
"""How many shades the heat map has, from 0 (none) on."""
WIDE, TALL = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 34
GRID = (0, 25, 50, 75, 100)
MOST_POINTS = 12
MAP_WIDE, MAP_MARGIN = 600, 16


@dataclass(frozen=True)
class FunnelBar:
    """One stage: where its bar begins and how wide it is, in per cent of the whole."""

    step: Step
    x: float
    width: float


def funnel_bars(steps: Iterable[Step]) -> list[FunnelBar]:
    """A bar for each stage, in the middle, as wide as the share of schools that have reached it."""
    bars = []
    for step in steps:
        width = round(100 * (step.reached.share or 0), 1)
        bars.append(FunnelBar(step, round((100 - width) / 2, 1), width))
    return bars


def shade(figure: Figure) -> int:
    """From 0 to 4: none, up to a quarter, up to half, up to three quarters, above. Hidden ones have the lowest."""
    share = figure.share or 0.0
    return 0 if share == 0 else min(SHADES - 1, 1 + int(min(share, 1.0) * 4 - 1e-9))


@dataclass(frozen=True)
class TrendPoint:
    """One period; ``y`` is none where its figure may not be shown or there is nothing to count. ``year`` is the school
    year, where the first of its terms stands."""

    period: Period
    figure: Figure
    x: float
    y: float | None
    label: str
    year: str


@dataclass(frozen=True)
class Trend:
    """The last periods as a line: ``lines`` are its unbroken parts, ``grid`` heights with their per cent."""

    points: tuple[TrendPoint, ...]
    lines: tuple[str, ...]
    grid: tuple[tuple[int, float], ...]
    width: int = WIDE
    height: int = TALL
    left: int = LEFT
    right: int = WIDE - RIGHT
    foot: int = TALL - BOTTOM


def trend_picture(found: Sequence[tuple[Period, Figure]]) -> Trend:
    """The latest twelve periods at the most, from left to right; the height is 0 to 100 per cent."""
    shown = list(found)[-MOST_POINTS:]
    step = (WIDE - LEFT - RIGHT) / max(1, len(shown) - 1)
    points = [
        TrendPoint(
            period,
            figure,
            round(LEFT + step * place, 1),
            _height(figure),
            _short(period),
            _year_begun(period, shown[place - 1][0] if place else None),
        )
        for place, (period, figure) in enumerate(shown)
    ]
    return Trend(tuple(points), tuple(_lines(points)), tuple((per_cent, _y(per_cent / 100)) for per_cent in GRID))


def _height(figure: Figure) -> float | None:
    return None if figure.share is None else _y(min(figure.share, 1.0))


def _y(share: float) -> float:
    return round(TOP + (TALL - TOP - BOTTOM) * (1 - share), 1)


def _lines(points: Sequence[TrendPoint]) -> list[str]:
    parts: list[list[str]] = [[]]
    for point in points:
        if point.y is None:
            parts.append([])
        else:
            parts[-1].append(f"{point.x},{point.y}")
    return [" ".join(part) for part in parts if len(part) > 1]


def _short(period: Period) -> str:
    """2026-1 is T1; a year 26/27."""
    year, _, number = period.code.partition("-")
    return f"T{number}" if number else _short_year(year)


def _year_begun(period: Period, before: Period | None) -> str:
    """The year of a term, where the term before it was of another; nothing for what is a year itself."""
    year, _, number = period.code.partition("-")
    is_first = before is None or before.code.partition("-")[0] != year
    return _short_year(year) if number and is_first else ""


def _short_year(year: str) -> str:
    return f"{year[-2:]}/{(int(year) + 1) % 100:02}"


@dataclass(frozen=True)
class Place:
    """One school to be drawn: where it lies in metres of the national grid, and which mark it gets."""

    urn: int
    name: str
    easting: int
    northing: int
    mark: str


@dataclass(frozen=True)
class Spot:
    """The same in the picture."""

    urn: int
    name: str
    mark: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """All schools with a position; how many have none; and how many have each mark."""

    spots: tuple[Spot, ...]
    without: int
    counts: tuple[tuple[Group, int], ...]
    width: int = MAP_WIDE
    height: int = MAP_WIDE


def map_picture(places: Sequence[Place], *, without: int, marks: Sequence[Group], counts: dict[str, int]) -> Map:
    """North is up, a metre is as long in every direction, and of schools that lie close together the one whose mark
    comes last is seen whole."""
    counted = tuple((mark, counts.get(mark.code, 0)) for mark in marks)
    if not places:
        return Map((), without, counted, height=MAP_WIDE // 2)
    west, east = min(p.easting for p in places), max(p.easting for p in places)
    south, north = min(p.northing for p in places), max(p.northing for p in places)
    scale = (MAP_WIDE - 2 * MAP_MARGIN) / max(east - west, (north - south) * 2 // 3, 1)
    height = round((north - south) * scale) + 2 * MAP_MARGIN
    left = (MAP_WIDE - (east - west) * scale) / 2
    above = {mark.code: number for number, mark in enumerate(marks)}
    spots = [
        Spot(
            place.urn,
            place.name,
            place.mark,
            round(left + (place.easting - west) * scale, 1),
            round(MAP_MARGIN + (north - place.northing) * scale, 1),
        )
        for place in sorted(places, key=lambda place: above.get(place.mark, -1))
    ]
    return Map(tuple(spots), without, counted, height=height)
