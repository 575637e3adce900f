"""What the queries of results give back besides figures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inclusion_app.insights.figures import Figure


class Which(StrEnum):
    """Which schools behind a figure are wanted: those counted in it, or the rest of its denominator."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Group:
    """What a figure is cut by: a group of schools, a phase, a strand, a provider … ``code`` is what a filter takes."""

    code: str
    name: str


NO_GROUP = Group("", "In none")
"""Schools that are in no group of the kind."""


@dataclass(frozen=True)
class Period:
    """One term or school year on the axis of a trend. ``code`` is what the filter takes; first and last day."""

    code: str
    label: str
    starts: date
    ends: date


@dataclass(frozen=True)
class SchoolRow:
    """One school behind a figure, and its part of both numbers: over all schools they add up to the figure.

    ``last_on`` is the newest day on which anything happened there that the measure counts, if it knows one.
    """

    school_id: int
    urn: int
    name: str
    phase: str
    numerator: int
    denominator: int
    last_on: date | None = None


@dataclass(frozen=True)
class Step:
    """One stage of the funnel of reviews: code and name, how many have reached it, how many are late with it."""

    code: str
    name: str
    reached: Figure
    on_time: Figure
    overdue: int


@dataclass(frozen=True)
class Funnel:
    """A whole cycle. Withdrawals stand beside the counted schools, and are never silently removed."""

    cycle_id: int
    cycle_name: str
    invited: int
    counted: int
    withdrawn: int
    withdrawn_early: int
    declined: int
    deferred: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class HeatRow:
    """One group of the heat map: a figure for every strand, in the order of the map's columns."""

    group: Group
    cells: tuple[Figure, ...]


@dataclass(frozen=True)
class Heat:
    """Strand by group. ``strands`` are the columns, ``total`` the row of all schools together."""

    strands: tuple[Group, ...]
    rows: tuple[HeatRow, ...]
    total: HeatRow


@dataclass(frozen=True)
class NotReached:
    """One school of high need without contact: why it is on the list, and when there was contact last, if ever.

    ``need_percent`` is the share of pupils with special educational needs, or (``need_is_fsm``) entitled to free meals.
    """

    school_id: int
    urn: int
    name: str
    phase: str
    district: str
    need_percent: float
    need_is_fsm: bool
    last_on: date | None
