"""Figures cut by groups of schools, by what runs are, by cycle and by area of the framework."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, func, literal, select, union_all

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.models import ActionSummary, FillSummary
from inclusion_app.insights.queries.parts import Parts, parts_of
from inclusion_app.insights.queries.scope import Scope, of_schools, placed_on
from inclusion_app.insights.queries.values import Group
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.training.states import Delivery
from inclusion_app.vocabulary.models import Concept

MOST_CYCLES = 6
SUMS: Mapping[str, tuple[Any, Any]] = {
    "fill": (FillSummary.bookings, FillSummary.places),
    "attendance": (FillSummary.attended, FillSummary.bookings),
    "completion": (FillSummary.completed, FillSummary.bookings),
    "no-show": (FillSummary.no_shows, FillSummary.bookings),
    "late-cancellation": (FillSummary.late_cancels, FillSummary.bookings + FillSummary.late_cancels),
    "confidence": (FillSummary.rose, FillSummary.pairs),
}
"""Numerator and denominator of the measures that runs add up to."""
ACTIONS: Mapping[str, tuple[Any, Any]] = {
    "follow-through": (ActionSummary.followed_through, ActionSummary.followed_through + ActionSummary.open),
    "linked-completed": (ActionSummary.linked_completed, ActionSummary.linked),
}


def _total(column: Any) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), Integer)


def grouped_parts(parts: Parts, kind: str, *, day: date) -> Select[*tuple[Any, ...]]:
    """Code, name, numerator and denominator of each group, by name; schools in none of the kind stand together."""
    table = parts.subquery("parts")
    part = table.c
    if kind == "phase":
        query = select(School.phase, School.phase, _total(part.numerator), _total(part.denominator))
        return query.join(School, School.id == part.school_id).group_by(School.phase).order_by(School.phase)
    place = and_(SchoolGrouping.school_id == part.school_id, SchoolGrouping.kind == kind, placed_on(day))
    return (
        select(Grouping.code, Grouping.name, _total(part.numerator), _total(part.denominator))
        .select_from(table)
        .outerjoin(SchoolGrouping, place)
        .outerjoin(Grouping, Grouping.id == SchoolGrouping.grouping_id)
        .group_by(Grouping.code, Grouping.name)
        .order_by(Grouping.name.is_(None), Grouping.name, Grouping.code)
    )


def runs_figures(code: str, scopes: Sequence[Scope]) -> list[Figure]:
    """A measure over the runs of each window; one statement."""
    numerator, denominator = (_total(column) for column in SUMS[code])
    each = [
        select(literal(place).label("place"), numerator.label("n"), denominator.label("d")).where(_in_window(scope))
        for place, scope in enumerate(scopes)
    ]
    found = {row.place: Figure(row.n, row.d) for row in db.session.execute(union_all(*each))} if each else {}
    return [found[place] for place in range(len(scopes))]


def groups_of_runs(code: str, kind: str, scope: Scope) -> list[tuple[Group, Figure]]:
    """The same for each strand, provider or way of giving runs, by name; one statement."""
    sums = [_total(column) for column in SUMS[code]]
    query: Select[*tuple[Any, ...]]
    if kind == "strand":
        query = select(Concept.code, Concept.label, *sums).join(Concept, Concept.id == FillSummary.strand_id)
        query = query.group_by(Concept.code, Concept.label, Concept.position).order_by(Concept.position)
    elif kind == "provider":
        query = select(Provider.code, Provider.name, *sums).join(Provider, Provider.id == FillSummary.provider_id)
        query = query.group_by(Provider.code, Provider.name).order_by(Provider.name)
    else:
        query = select(FillSummary.delivery, FillSummary.delivery, *sums).group_by(FillSummary.delivery)
        query = query.order_by(FillSummary.delivery)
    rows = db.session.execute(query.where(_in_window(scope)))
    return [
        (Group(row[0], Delivery(row[1]).label if kind == "delivery" else row[1]), Figure(row[2], row[3]))
        for row in rows
    ]


def scoped_by(code: str, kind: str, scope: Scope) -> list[tuple[Group, Figure]]:
    """A measure of reviews for each of the latest cycles, or one of actions for each area of the framework."""
    return _by_cycle(code, scope) if kind == "cycle" else _by_area(code, scope)


def _by_cycle(code: str, scope: Scope) -> list[tuple[Group, Figure]]:
    begun = select(ReviewCycle.id, ReviewCycle.name).where(ReviewCycle.starts_on <= scope.today)
    rows = db.session.execute(begun.order_by(ReviewCycle.starts_on.desc(), ReviewCycle.id.desc()).limit(MOST_CYCLES))
    cycles = [Group(str(number), name) for number, name in rows][::-1]
    if not cycles:
        return []
    each = [parts_of(code, scope.narrowed(scope.filters.with_("cycle", cycle.code))).subquery() for cycle in cycles]
    query = union_all(
        *(
            select(literal(place).label("place"), _total(part.c.numerator), _total(part.c.denominator))
            for place, part in enumerate(each)
        )
    )
    found = {place: Figure(n, d) for place, n, d in db.session.execute(query)}
    return [(cycle, found[place]) for place, cycle in enumerate(cycles)]


def _by_area(code: str, scope: Scope) -> list[tuple[Group, Figure]]:
    """Areas in the order and with the names of the shared vocabulary."""
    row, span = ActionSummary, scope.span
    query: Select[*tuple[Any, ...]] = (
        select(row.area, Concept.label, *(_total(column) for column in ACTIONS[code]))
        .outerjoin(Concept, and_(Concept.scheme == "framework-area", Concept.code == row.area))
        .where(row.due_on.between(span.starts, span.ends), of_schools(scope, row.school_id, span.ends))
        .group_by(row.area, Concept.label, Concept.position)
        .order_by(Concept.position.is_(None), Concept.position, row.area)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    return [(Group(row[0], row[1] or row[0]), Figure(row[2], row[3])) for row in rows]


def _in_window(scope: Scope) -> ColumnElement[bool]:
    return FillSummary.period.between(scope.span.first, scope.span.last)
