"""What is counted over: the days and terms of the window, and the schools of the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    case,
    event,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from inclusion_app.foundation.database import db
from inclusion_app.insights.filters import PLACES, Filters
from inclusion_app.insights.keeping.periods import Beginning, county_beginnings, period_of
from inclusion_app.insights.models import ReviewSummary
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import CycleState, ReviewState
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.rules.calendar import SEPTEMBER
from inclusion_app.schools.states import Status

YEARS_BACK = {"": 1, "three-years": 3}
FOR_EVER = date(1900, 1, 1)
LAST_PERIOD = 99_999


KEPT = "beginnings of periods"


def _begun() -> Sequence[Beginning]:
    """Read once, and kept until the database session's next commit or end."""
    kept = db.session().info
    if KEPT not in kept:
        kept[KEPT] = county_beginnings(db.session.connection())
    found: Sequence[Beginning] = kept[KEPT]
    return found


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: Any) -> None:
    session.info.pop(KEPT, None)


@dataclass(frozen=True)
class Span:
    """Periods and days, first and last included; the last day is never after today."""

    first: int
    last: int
    starts: date
    ends: date


@dataclass(frozen=True)
class Scope:
    """Everything that a measure is read with."""

    filters: Filters
    today: date
    begun: Sequence[Beginning]

    @classmethod
    def of(cls, filters: Filters, today: date) -> "Scope":
        """As the county's terms are now; one statement for all figures of a page."""
        return cls(filters, today, _begun())

    def narrowed(self, filters: Filters) -> "Scope":
        """The same with other filters."""
        return Scope(filters, self.today, self.begun)

    @cached_property
    def span(self) -> Span:
        """The window that is chosen: a term, a year, or so many years up to the present one."""
        term = self.filters.chosen_term
        if term is not None:
            period = term[0] * 10 + term[1]
            return self._between(period, period)
        if self.filters.window == "ever" and not self.filters.year:
            return Span(0, LAST_PERIOD, FOR_EVER, self.today)
        year = self.filters.chosen_year or self.year
        return self._years(year, 1 if self.filters.year else YEARS_BACK[self.filters.window])

    @cached_property
    def three_years(self) -> Span:
        """The three school years up to the end of the window."""
        return self._years(self.filters.chosen_year or self.year, 3, ends=self.span.ends)

    @cached_property
    def year(self) -> int:
        """The present school year, by its first calendar year."""
        return self.period // 10

    @property
    def period(self) -> int:
        """The present term."""
        return period_of(self.today, self.begun)

    def _years(self, year: int, count: int, *, ends: date | None = None) -> Span:
        span = self._between((year - count + 1) * 10, year * 10 + 9)
        return Span(span.first, span.last, span.starts, ends or span.ends)

    def _between(self, first: int, last: int) -> Span:
        """From the beginning of the first period there is to the day before the one that follows."""
        starts = [one.starts for one in self.begun if first <= one.period <= last]
        after = [one.starts for one in self.begun if one.period > last]
        begins = min(starts, default=date(max(first // 10, FOR_EVER.year), SEPTEMBER, 1))
        ends = min((day for day in after if day > begins), default=self.today + timedelta(days=1))
        return Span(first, last, begins, min(ends - timedelta(days=1), self.today))


def eligible(filters: Filters, day: date) -> Select[int]:
    """Ids of the schools that were open on that day, and then stood in the groups chosen."""
    return select(School.id).where(is_open_on(day), in_groups(filters, day))


def is_open_on(day: date) -> ColumnElement[bool]:
    """The school of the query teaches pupils on that day, as far as the register says."""
    return and_(
        School.status != Status.PROPOSED_TO_OPEN,
        or_(School.open_date.is_(None), School.open_date <= day),
        or_(
            and_(School.status != Status.CLOSED, or_(School.close_date.is_(None), School.close_date > day)),
            and_(School.status == Status.CLOSED, School.close_date > day),
        ),
    )


def in_groups(filters: Filters, day: date) -> ColumnElement[bool]:
    """The school of the query stands in every group that is chosen, on that day."""
    conditions: list[ColumnElement[bool]] = [School.phase == filters.phase] if filters.phase else []
    for kind in PLACES:
        code = getattr(filters, kind)
        if code:
            placed = select(SchoolGrouping.school_id).join(Grouping, Grouping.id == SchoolGrouping.grouping_id)
            conditions.append(School.id.in_(placed.where(Grouping.kind == kind, Grouping.code == code, placed_on(day))))
    return and_(true(), *conditions)


def of_schools(scope: Scope, school_id: SQLColumnExpression[int], day: date) -> ColumnElement[bool]:
    """The rows of schools in the chosen groups, whether they are still open or not."""
    if not scope.filters.names_schools:
        return true()
    return school_id.in_(select(School.id).where(in_groups(scope.filters, day)))


def placed_on(day: date) -> ColumnElement[bool]:
    """The place in a group holds on that day."""
    place = SchoolGrouping
    return and_(or_(place.since.is_(None), place.since <= day), or_(place.until.is_(None), place.until > day))


def chosen_cycle(scope: Scope) -> ScalarSelect[int]:
    """The cycle of the filters; without one the latest that has begun and in which a review has gone past its first
    stage, so that a round which has only just opened does not hide the one that is going on."""
    if scope.filters.cycle:
        return select(ReviewCycle.id).where(ReviewCycle.id == int(scope.filters.cycle)).scalar_subquery()
    row = ReviewSummary
    moves = exists().where(row.cycle_id == ReviewCycle.id, row.counted, row.stage > ReviewState.PLANNED.number)
    return (
        select(ReviewCycle.id)
        .where(ReviewCycle.starts_on <= scope.today, ReviewCycle.state != CycleState.DRAFT)
        .order_by(case((moves, 0), else_=1), ReviewCycle.starts_on.desc(), ReviewCycle.id.desc())
        .limit(1)
        .scalar_subquery()
    )
