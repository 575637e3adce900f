"""Several figures in one look: the funnel of reviews, the heat map of strands, and the schools nobody has reached."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Row, func, literal, or_, select, union_all

from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import STRAND
from inclusion_app.insights.models import ReviewSummary, StageSummary
from inclusion_app.insights.queries.cuts import grouped_parts
from inclusion_app.insights.queries.interface import group_of, strands
from inclusion_app.insights.queries.need import high_need
from inclusion_app.insights.queries.parts import A_YEAR, parts_of
from inclusion_app.insights.queries.scope import Scope, chosen_cycle, of_schools, placed_on
from inclusion_app.insights.queries.values import Funnel, Group, Heat, HeatRow, NotReached, Step
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import ORDER, ParticipationState
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import GroupingKind

ALL_SCHOOLS = Group("", "All schools")
NOTHING = Figure(0, 0)


def funnel(filters: Filters, *, today: date) -> Funnel | None:
    """The chosen cycle, or the one under way, stage by stage; none where there is none. Four statements."""
    scope = Scope.of(filters, today)
    cycle = db.session.execute(
        select(ReviewCycle.id, ReviewCycle.name).where(ReviewCycle.id == chosen_cycle(scope))
    ).first()
    if cycle is None:
        return None
    parts = _parts(cycle.id, scope)
    counted = [row for row in parts if row.counted]
    total = sum(row.number for row in counted)
    reached = {stage.number: sum(r.number for r in counted if r.stage >= stage.number) for stage in ORDER}
    due = _due(cycle.id, scope)
    steps = tuple(
        Step(
            stage,
            stage.label,
            Figure(reached[stage.number], total),
            on_time=Figure(due[stage.number].in_time, due[stage.number].passed) if stage.number in due else NOTHING,
            overdue=due[stage.number].late if stage.number in due else 0,
        )
        for stage in ORDER
    )
    return Funnel(
        cycle_id=cycle.id,
        cycle_name=cycle.name,
        invited=sum(row.number for row in parts),
        counted=total,
        withdrawn=sum(row.number for row in parts if row.withdrawn),
        withdrawn_early=sum(row.number for row in parts if row.withdrawn and row.stage and not row.counted),
        declined=sum(row.number for row in parts if row.state == ParticipationState.DECLINED),
        deferred=sum(row.number for row in parts if row.state == ParticipationState.DEFERRED),
        steps=steps,
    )


def _parts(cycle_id: int, scope: Scope) -> Sequence[Row[*tuple[Any, ...]]]:
    """How many participations of each kind there are, by the stage they have reached."""
    row = ReviewSummary
    by = (row.state, row.counted, row.withdrawn, row.stage)
    query = select(*by, func.count().label("number")).where(row.cycle_id == cycle_id).group_by(*by)
    return db.session.execute(query.where(of_schools(scope, row.school_id, scope.today))).all()


def _due(cycle_id: int, scope: Scope) -> Mapping[int, Row[*tuple[Any, ...]]]:
    """For each stage how many deadlines have passed, how many of these were kept, and how many are late."""
    row = StageSummary
    query = (
        select(
            row.stage,
            func.count().label("passed"),
            func.count().filter(row.reached_on <= row.due_on).label("in_time"),
            func.count().filter(row.reached_on.is_(None)).label("late"),
        )
        .where(row.cycle_id == cycle_id, row.due_on < scope.today)
        .where(of_schools(scope, row.school_id, scope.today))
        .group_by(row.stage)
    )
    return {found.stage: found for found in db.session.execute(query)}


def heat(kind: str, filters: Filters, *, today: date) -> Heat:
    """The coverage of each strand in each group of the kind; three statements."""
    scope, columns = Scope.of(filters, today), tuple(strands())
    cells: dict[Group, dict[int, Figure]] = {}
    total: dict[int, Figure] = {}
    each = [parts_of(f"{STRAND}{strand.code}", scope) for strand in columns]
    if each:
        grouped = [grouped_parts(parts, kind, day=scope.span.ends).order_by(None).subquery() for parts in each]
        queries = [select(literal(place).label("place"), table) for place, table in enumerate(grouped)]
        sums = [_all(parts.subquery(), place) for place, parts in enumerate(each)]
        for place, code, name, numerator, denominator in db.session.execute(union_all(*queries)):
            cells.setdefault(group_of(kind, code, name), {})[place] = Figure(numerator, denominator)
        total = {place: Figure(n, d) for place, n, d in db.session.execute(union_all(*sums))}
    rows = (HeatRow(group, _cells(cells[group], len(columns))) for group in sorted(cells, key=_by_name))
    return Heat(columns, tuple(rows), HeatRow(ALL_SCHOOLS, _cells(total, len(columns))))


def _all(parts: Any, place: int) -> Any:
    sums = (func.coalesce(func.sum(parts.c[name]), 0) for name in ("numerator", "denominator"))
    return select(literal(place).label("place"), *sums)


def _cells(found: Mapping[int, Figure], number: int) -> tuple[Figure, ...]:
    return tuple(found.get(place, NOTHING) for place in range(number))


def _by_name(group: Group) -> tuple[bool, str]:
    return not group.code, group.name


def not_yet_reached(filters: Filters, *, today: date) -> Sequence[NotReached]:
    """The schools of the measure *not yet reached*: those nobody has ever reached first, then the longest ago.

    Two statements.
    """
    scope = Scope.of(filters, today)
    table = high_need(scope).subquery("high_need")
    found = table.c
    since = today - A_YEAR
    district = (
        select(func.max(Grouping.name))
        .join(SchoolGrouping, SchoolGrouping.grouping_id == Grouping.id)
        .where(SchoolGrouping.school_id == School.id, Grouping.kind == GroupingKind.DISTRICT, placed_on(today))
        .scalar_subquery()
    )
    query = (
        select(School, district, found.percent, found.is_fsm, found.last_on, found.last_at)
        .join(table, found.school_id == School.id)
        .where(or_(found.last_on.is_(None), found.last_on < since))
        .where(or_(found.last_at.is_(None), found.last_at < from_london(since, time.min)))
    )
    rows = db.session.execute(query)
    schools = [
        NotReached(
            school.id,
            school.urn,
            school.name,
            school.phase,
            district=place or "",
            need_percent=percent,
            need_is_fsm=bool(is_fsm),
            last_on=_last(last_on, last_at),
        )
        for school, place, percent, is_fsm, last_on, last_at in rows
    ]
    return sorted(schools, key=lambda one: (one.last_on or date.min, -one.need_percent, one.name, one.urn))


def _last(day: date | None, moment: datetime | None) -> date | None:
    return max((one for one in (day, london(moment).date() if moment else None) if one), default=None)
