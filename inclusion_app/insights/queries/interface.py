"""What pages call. Each is a fixed number of statements."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select

from inclusion_app.insights.figures import Figure
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import MEASURES, Measure
from inclusion_app.insights.queries.values import Funnel, Group, Heat, NotReached, Period, SchoolRow, Which


def all_measures() -> dict[str, Measure]:
    """Every measure by its code, those of the strands among them; one statement."""
    return dict(MEASURES)


def measure_by_code(code: str) -> Measure | None:
    """The measure with that code; none where there is none."""
    return all_measures().get(code)


def eligible(filters: Filters, day: date) -> Select[int]:
    """Ids of the schools that were open on that day, and then stood in the groups chosen."""
    raise NotImplementedError


def figure(measure: Measure, filters: Filters, *, today: date) -> Figure:
    """The measure over all schools of the filters, as others than a school itself may see it."""
    raise NotImplementedError


def by_group(measure: Measure, kind: str, filters: Filters, *, today: date) -> Sequence[tuple[Group, Figure]]:
    """The measure for each group of a kind (one of ``measure.cuts``), by name; what could be worked out is hidden."""
    raise NotImplementedError


def trend(measure: Measure, filters: Filters, *, today: date, by: str = "term") -> Sequence[tuple[Period, Figure]]:
    """The measure for each ``term`` or ``year`` up to today, the earliest first."""
    raise NotImplementedError


def schools_behind(measure: Measure, filters: Filters, *, today: date, which: Which) -> Sequence[SchoolRow]:
    """The schools counted in the measure's numerator, or those of its denominator that are not, by name."""
    raise NotImplementedError


def funnel(filters: Filters, *, today: date) -> Funnel | None:
    """The chosen cycle, or the latest that has begun, stage by stage; none where there is none."""
    raise NotImplementedError


def heat(kind: str, filters: Filters, *, today: date) -> Heat:
    """The coverage of each strand in each group of the kind."""
    raise NotImplementedError


def not_yet_reached(filters: Filters, *, today: date) -> Sequence[NotReached]:
    """The schools of the measure *not yet reached*: those nobody has ever reached first, then the longest ago."""
    raise NotImplementedError
