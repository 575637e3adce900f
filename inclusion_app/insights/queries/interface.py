"""What pages call: figures, cuts, trends, and the schools behind them. Each is a fixed number of statements."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, select, union_all

from inclusion_app.foundation.database import db
from inclusion_app.insights.figures import Figure, shown, shown_together
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.keeping.periods import Beginning, period_label
from inclusion_app.insights.measures import GROUPS, MEASURES, Measure, strand_measure
from inclusion_app.insights.queries.cuts import grouped_parts, groups_of_runs, runs_figures, scoped_by
from inclusion_app.insights.queries.parts import parts_of
from inclusion_app.insights.queries.scope import Scope, Span
from inclusion_app.insights.queries.values import NO_GROUP, Group, Period, SchoolRow, Which
from inclusion_app.schools.models import School
from inclusion_app.schools.states import Phase
from inclusion_app.vocabulary.queries import concepts

MOST_PERIODS = {"term": 12, "year": 6}
"""How far back a trend goes."""
OF_RUNS = frozenset({"fill", "confidence"})
"""Measures of runs, not of schools: read from what runs add up to."""
ONE_DAY = timedelta(days=1)


def strands() -> Sequence[Group]:
    """The strands of training, in their order; one statement for all of a page."""
    return [Group(concept.code, concept.label) for concept in concepts("strand")]


def all_measures() -> dict[str, Measure]:
    """Every measure by its code, those of the strands among them; one statement."""
    of_strands = (strand_measure(strand.code, strand.name) for strand in strands())
    return MEASURES | {measure.code: measure for measure in of_strands}


def measure_by_code(code: str) -> Measure | None:
    """The measure with that code; none where there is none."""
    return MEASURES.get(code) or all_measures().get(code)


def figure(measure: Measure, filters: Filters, *, today: date) -> Figure:
    """The measure over all schools of the filters, as others than a school itself may see it; two statements."""
    scope = Scope.of(filters, today)
    if measure.code in OF_RUNS:
        return shown(runs_figures(measure.code, [scope])[0], measure.small_numbers)
    parts = parts_of(measure.code, scope).subquery("parts")
    return shown(_figure(db.session.execute(_sums(parts)).one()), measure.small_numbers)


def by_group(measure: Measure, kind: str, filters: Filters, *, today: date) -> Sequence[tuple[Group, Figure]]:
    """The measure for each group of a kind (one of ``measure.cuts``), by name; what could be worked out is hidden.

    Two statements. Raises ValueError for a kind that the measure is not cut by.
    """
    if kind not in measure.cuts:
        raise ValueError(f"{measure.code} is not cut by {kind}.")
    if kind in MOST_PERIODS:
        return [(Group(p.code, p.label), f) for p, f in trend(measure, filters, today=today, by=kind)]
    scope = Scope.of(filters, today)
    found: list[tuple[Group, Figure]]
    if kind in GROUPS and measure.code not in OF_RUNS:
        rows = db.session.execute(grouped_parts(parts_of(measure.code, scope), kind, day=scope.span.ends))
        found = [(group_of(kind, code, name), Figure(n, d)) for code, name, n, d in rows]
        found.sort(key=lambda one: (not one[0].code, one[0].name))
    elif kind in {"cycle", "framework-area"}:
        found = scoped_by(measure.code, kind, scope)
    else:
        found = groups_of_runs(measure.code, kind, scope)
    hidden = shown_together([one for _, one in found], measure.small_numbers)
    return [(group, one) for (group, _), one in zip(found, hidden, strict=True)]


def trend(measure: Measure, filters: Filters, *, today: date, by: str = "term") -> Sequence[tuple[Period, Figure]]:
    """The measure for each ``term`` or ``year`` up to today, the earliest first; none where it is not cut by them.

    Two statements.
    """
    if by not in measure.cuts:
        return []
    scope = Scope.of(filters, today)
    periods = _periods(scope, by)
    narrowed = [scope.narrowed(_only(filters, by, period.code)) for period in periods]
    if measure.code in OF_RUNS:
        figures = runs_figures(measure.code, narrowed)
    else:
        parts = [parts_of(measure.code, one).subquery(f"parts_{place}") for place, one in enumerate(narrowed)]
        query = union_all(*(_sums(part, place) for place, part in enumerate(parts)))
        sums = {row.place: _figure(row) for row in db.session.execute(query)} if parts else {}
        figures = [sums[place] for place in range(len(periods))]
    return list(zip(periods, shown_together(figures, measure.small_numbers), strict=True))


def schools_behind(measure: Measure, filters: Filters, *, today: date, which: Which) -> Sequence[SchoolRow]:
    """The schools counted in the measure's numerator, or those of its denominator that are not, by name.

    Both numbers of the rows of either kind together add up to the figure. A school that adds a part of its denominator
    alone (some of its people did not come) stands in both. Two statements.
    """
    parts = parts_of(measure.code, Scope.of(filters, today)).subquery("parts")
    row = parts.c
    sums = (
        select(
            row.school_id,
            cast(func.sum(row.numerator), Integer).label("numerator"),
            cast(func.sum(row.denominator), Integer).label("denominator"),
            func.max(row.last_on).label("last_on"),
        )
        .group_by(row.school_id)
        .subquery("sums")
    )
    is_in = sums.c.numerator > 0
    wanted = is_in if which == Which.IN else sums.c.numerator < sums.c.denominator
    query = (
        select(School.id, School.urn, School.name, School.phase, sums.c.numerator, sums.c.denominator, sums.c.last_on)
        .join(sums, sums.c.school_id == School.id)
        .where(wanted)
        .order_by(School.name, School.urn)
    )
    return [SchoolRow(*row) for row in db.session.execute(query)]


def _sums(parts: Any, place: int = 0) -> Select[*tuple[Any, ...]]:
    sums = (
        cast(func.coalesce(func.sum(parts.c[name]), 0), Integer).label(name) for name in ("numerator", "denominator")
    )
    return select(literal(place).label("place"), *sums)


def _figure(row: Any) -> Figure:
    return Figure(row.numerator, row.denominator)


def group_of(kind: str, code: str | None, name: str | None) -> Group:
    """A group as a query has found it."""
    if kind == "phase":
        return Group(code or "", Phase(code or Phase.NOT_APPLICABLE).label)
    return Group(code or "", name or NO_GROUP.name)


def _periods(scope: Scope, by: str) -> list[Period]:
    """The latest terms or years that have begun."""
    begun = [one for one in scope.begun if one.starts <= scope.today]
    if by == "term":
        begun = begun[-MOST_PERIODS[by] :]
        return [_period(scope, f"{one.period // 10}-{one.period % 10}", one, by) for one in begun if one.period % 10]
    first_of_years = {one.period // 10: one for one in reversed(begun)}
    years = sorted(first_of_years)[-MOST_PERIODS[by] :]
    return [_period(scope, str(year), first_of_years[year], by) for year in years]


def _period(scope: Scope, code: str, beginning: Beginning, by: str) -> Period:
    span: Span = scope.narrowed(_only(scope.filters, by, code)).span
    label = period_label(beginning.period if by == "term" else beginning.period // 10 * 10)
    return Period(code, label, beginning.starts, span.ends)


def _only(filters: Filters, by: str, code: str) -> Filters:
    return filters.without("term").without("year").without("window").with_(by, code)
