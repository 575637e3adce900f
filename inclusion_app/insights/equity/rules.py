"""Need against engagement: quarters of schools by need, and where each lies in the picture. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

QUARTERS = 4
WIDE, TALL, LEFT, RIGHT, TOP, BOTTOM = 360, 220, 40, 24, 12, 36


class Need(StrEnum):
    """What need is judged by."""

    SEN = "sen"
    FSM = "fsm"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"sen": "Pupils with special educational needs", "fsm": "Pupils entitled to free school meals"}[self]


@dataclass(frozen=True)
class School:
    """One school: its need in per cent, and what it has taken part in over twelve months (completed trainings, a review
    under way or final, offers used)."""

    urn: int
    name: str
    need: float
    trainings: int
    in_review: int
    offers: int

    @property
    def is_engaged(self) -> bool:
        """Anything at all."""
        return bool(self.trainings or self.in_review or self.offers)


@dataclass(frozen=True)
class Quarter:
    """A quarter of the schools by need, from the least (1) to the most (4), and how many took part."""

    number: int
    least: float
    most: float
    schools: int
    engaged: int
    trained: int
    reviewed: int
    supported: int


@dataclass(frozen=True)
class Dot:
    """One school in the picture: need to the right, trainings upwards."""

    urn: int
    name: str
    x: float
    y: float
    is_engaged: bool


@dataclass(frozen=True)
class Scatter:
    """The picture, with where its axes are marked."""

    dots: tuple[Dot, ...]
    across: tuple[tuple[int, float], ...]
    upwards: tuple[tuple[int, float], ...]
    width: int = WIDE
    height: int = TALL
    left: int = LEFT
    foot: int = TALL - BOTTOM
    right: int = WIDE - RIGHT


def quarters(schools: Sequence[School]) -> list[Quarter]:
    """Four parts of as near the same size as can be, by need; fewer where there are fewer than four schools."""
    ordered = sorted(schools, key=lambda school: (school.need, school.urn))
    found = []
    for number in range(QUARTERS):
        part = ordered[len(ordered) * number // QUARTERS : len(ordered) * (number + 1) // QUARTERS]
        if part:
            found.append(_quarter(number + 1, part))
    return found


def _quarter(number: int, part: Sequence[School]) -> Quarter:
    return Quarter(
        number=number,
        least=part[0].need,
        most=part[-1].need,
        schools=len(part),
        engaged=sum(school.is_engaged for school in part),
        trained=sum(school.trainings > 0 for school in part),
        reviewed=sum(school.in_review > 0 for school in part),
        supported=sum(school.offers > 0 for school in part),
    )


def scatter(schools: Sequence[School]) -> Scatter:
    """Every school as a dot. More than the highest mark of an axis does not occur: the marks follow the schools."""
    furthest = _round_up(max((school.need for school in schools), default=0), 10)
    highest = _round_up(max((school.trainings for school in schools), default=0), 5)
    marks_across, marks_upwards = range(0, furthest + 1, furthest // 5), range(0, highest + 1, highest // 5)
    across = tuple((mark, _between(mark / furthest, LEFT, WIDE - RIGHT)) for mark in marks_across)
    upwards = tuple((mark, _between(mark / highest, TALL - BOTTOM, TOP)) for mark in marks_upwards)
    dots = (
        Dot(
            school.urn,
            school.name,
            _between(school.need / furthest, LEFT, WIDE - RIGHT),
            _between(school.trainings / highest, TALL - BOTTOM, TOP),
            school.is_engaged,
        )
        for school in schools
    )
    return Scatter(tuple(dots), across, upwards)


def _round_up(value: float, step: int) -> int:
    return max(step, -(-int(value + 0.999999) // step) * step)


def _between(share: float, start: int, end: int) -> float:
    return round(start + (end - start) * share, 1)
