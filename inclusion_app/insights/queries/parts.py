"""For each measure what every school adds to it: school, part of the numerator, part of the denominator, newest day.

A figure is the sum over these rows, and the schools behind it are these rows, so that one cannot differ from the other.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from inclusion_app.foundation.clock import from_london
from inclusion_app.insights.measures import ON_TIME, OVERDUE, STAGE, STRAND
from inclusion_app.insights.models import (
    ActionSummary,
    ReviewSummary,
    SchoolHeir,
    StageSummary,
    StrandSummary,
    SupportSummary,
    TrainingSummary,
)
from inclusion_app.insights.queries.need import high_need
from inclusion_app.insights.queries.scope import Scope, chosen_cycle, eligible, of_schools
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.models import School
from inclusion_app.vocabulary.models import Concept

Parts = Select[*tuple[Any, ...]]
"""Columns ``school_id``, ``numerator``, ``denominator`` and ``last_on``."""
A_YEAR = timedelta(days=365)
NEVER = cast(null(), Date)


def parts_of(code: str, scope: Scope) -> Parts:
    """The rows of the measure with that code. Raises KeyError for a code that nobody knows."""
    for prefix, of_kind in BY_PREFIX.items():
        if code.startswith(prefix):
            return of_kind(code.removeprefix(prefix), scope)
    return BY_CODE[code](scope)


def _row(
    school_id: SQLColumnExpression[int],
    numerator: SQLColumnExpression[Any],
    denominator: SQLColumnExpression[Any],
    last_on: SQLColumnExpression[Any] = NEVER,
) -> Parts:
    return select(
        school_id.label("school_id"),
        cast(numerator, Integer).label("numerator"),
        cast(denominator, Integer).label("denominator"),
        last_on.label("last_on"),
    )


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


# Schools, each once: those that are open on the last day, with what they and the schools they carry on have done


def _schools_that(scope: Scope, *did: Parts) -> Parts:
    """Every eligible school; it counts where one of the queries (of ``school_id`` and ``last_on``) has a row for it."""
    found = union_all(*did).subquery("did")
    newest = (
        select(SchoolHeir.heir_id.label("school_id"), func.max(found.c.last_on).label("last_on"))
        .join(found, found.c.school_id == SchoolHeir.school_id)
        .group_by(SchoolHeir.heir_id)
        .subquery("newest")
    )
    schools = eligible(scope.filters, scope.span.ends).subquery("eligible")
    did_it = _one_if(newest.c.school_id.is_not(None))
    return (
        _row(schools.c.id, did_it, literal(1), newest.c.last_on)
        .select_from(schools)
        .outerjoin(newest, newest.c.school_id == schools.c.id)
    )


def _trained(scope: Scope) -> Parts:
    span, row = scope.span, TrainingSummary
    return select(row.school_id, row.last_completed_on.label("last_on")).where(
        row.period.between(span.first, span.last), row.completions > 0
    )


def _reviewed(starts: date, ends: date) -> Parts:
    row = ReviewSummary
    return select(row.school_id, row.final_on.label("last_on")).where(row.final_on.between(starts, ends))


def _reach(scope: Scope) -> Parts:
    return _schools_that(scope, _trained(scope), _reviewed(scope.span.starts, scope.span.ends))


def _reach_training(scope: Scope) -> Parts:
    return _schools_that(scope, _trained(scope))


def _reach_reviews(scope: Scope) -> Parts:
    return _schools_that(scope, _reviewed(scope.three_years.starts, scope.three_years.ends))


def _strand(code: str, scope: Scope) -> Parts:
    """A completion up to the last day that then has not run out. What is held today is one row for each school."""
    span, terms, now = scope.span, TrainingSummary, StrandSummary
    row = now if span.last >= scope.period else terms
    holds = or_(row.current_until.is_(None), row.current_until >= span.ends)
    held = (
        select(row.school_id, row.last_completed_on.label("last_on"))
        .join(Concept, Concept.id == row.strand_id)
        .where(Concept.scheme == "strand", Concept.code == code, holds)
    )
    in_time = and_(terms.period <= span.last, terms.completions > 0)
    return _schools_that(scope, held if row is now else held.where(in_time))


def _offers_used(scope: Scope) -> Parts:
    span, row = scope.span, SupportSummary
    used = select(row.school_id, NEVER.label("last_on")).where(row.period.between(span.first, span.last), row.used > 0)
    return _schools_that(scope, used)


def _depth(scope: Scope) -> Parts:
    """Strands that are not retired, in which the school or one it carries on has a completion in the window."""
    strand = and_(Concept.scheme == "strand", Concept.retired.is_(False))
    span, row = scope.span, TrainingSummary
    touched = (
        select(
            SchoolHeir.heir_id.label("school_id"),
            func.count(row.strand_id.distinct()).label("strands"),
            func.max(row.last_completed_on).label("last_on"),
        )
        .join(row, row.school_id == SchoolHeir.school_id)
        .join(Concept, and_(Concept.id == row.strand_id, strand))
        .where(row.period.between(span.first, span.last), row.completions > 0)
        .group_by(SchoolHeir.heir_id)
        .subquery("touched")
    )
    schools = eligible(scope.filters, span.ends).subquery("eligible")
    every = select(func.count()).select_from(Concept).where(strand).scalar_subquery()
    return (
        _row(schools.c.id, func.coalesce(touched.c.strands, 0), every, touched.c.last_on)
        .select_from(schools)
        .outerjoin(touched, touched.c.school_id == schools.c.id)
    )


def _depth_people(scope: Scope) -> Parts:
    span, row = scope.span, TrainingSummary
    trained = (
        select(SchoolHeir.heir_id.label("school_id"), func.sum(row.people).label("people"))
        .join(row, row.school_id == SchoolHeir.school_id)
        .where(row.period.between(span.first, span.last))
        .group_by(SchoolHeir.heir_id)
        .subquery("trained")
    )
    return (
        _row(School.id, func.coalesce(trained.c.people, 0), func.coalesce(School.pupils, 0))
        .select_from(School)
        .outerjoin(trained, trained.c.school_id == School.id)
        .where(School.id.in_(eligible(scope.filters, span.ends)))
    )


def _not_yet_reached(scope: Scope) -> Parts:
    found = high_need(scope).subquery("high_need")
    since = scope.today - A_YEAR
    silent = and_(
        or_(found.c.last_on.is_(None), found.c.last_on < since),
        or_(found.c.last_at.is_(None), found.c.last_at < from_london(since, time.min)),
    )
    return _row(found.c.school_id, _one_if(silent), literal(1), found.c.last_on)


# What happened, at whatever school it did


def _training(numerator: ColumnElement[Any], denominator: ColumnElement[Any], scope: Scope) -> Parts:
    span, row = scope.span, TrainingSummary
    return (
        _row(row.school_id, func.sum(numerator), func.sum(denominator), func.max(row.last_completed_on))
        .where(row.period.between(span.first, span.last), of_schools(scope, row.school_id, span.ends))
        .group_by(row.school_id)
    )


def _rate(numerator: Any, denominator: Any) -> Callable[[Scope], Parts]:
    return lambda scope: _training(numerator, denominator, scope)


def _offers_helped(scope: Scope) -> Parts:
    span, row = scope.span, SupportSummary
    helped = row.helped + row.helped_in_part
    return (
        _row(row.school_id, func.sum(helped), func.sum(helped + row.did_not_help))
        .where(row.period.between(span.first, span.last), of_schools(scope, row.school_id, span.ends))
        .group_by(row.school_id)
    )


def _actions(numerator: Any, denominator: Any) -> Callable[[Scope], Parts]:
    row = ActionSummary

    def parts(scope: Scope) -> Parts:
        span = scope.span
        return (
            _row(row.school_id, func.sum(numerator), func.sum(denominator), func.max(row.due_on))
            .where(row.due_on.between(span.starts, span.ends), of_schools(scope, row.school_id, span.ends))
            .group_by(row.school_id)
        )

    return parts


# Reviews of one cycle


def _reviews(numerator: SQLColumnExpression[Any], denominator: SQLColumnExpression[Any], scope: Scope) -> Parts:
    row = ReviewSummary
    return _row(row.school_id, numerator, denominator, row.last_on).where(
        row.cycle_id == chosen_cycle(scope), row.counted, of_schools(scope, row.school_id, scope.today)
    )


def _reached(stage: str, scope: Scope) -> Parts:
    return _reviews(_one_if(ReviewSummary.stage >= ReviewState(stage).number), literal(1), scope)


def _late(scope: Scope) -> Parts:
    row = StageSummary
    late = exists().where(
        row.participation_id == ReviewSummary.participation_id, row.due_on < scope.today, row.reached_on.is_(None)
    )
    return _reviews(_one_if(late), literal(1), scope)


def _stages(numerator: ColumnElement[bool], scope: Scope, *which: ColumnElement[bool]) -> Parts:
    row = StageSummary
    return (
        _row(row.school_id, func.sum(_one_if(numerator)), func.count(), func.max(row.reached_on))
        .where(row.cycle_id == chosen_cycle(scope), row.due_on < scope.today, *which)
        .where(of_schools(scope, row.school_id, scope.today))
        .group_by(row.school_id)
    )


def _in_time() -> ColumnElement[bool]:
    return StageSummary.reached_on <= StageSummary.due_on


def _stage_is(stage: str) -> ColumnElement[bool]:
    return StageSummary.stage == ReviewState(stage).number


_BOOKED = TrainingSummary.bookings
BY_CODE: dict[str, Callable[[Scope], Parts]] = {
    "reach": _reach,
    "reach-training": _reach_training,
    "reach-reviews": _reach_reviews,
    "not-yet-reached": _not_yet_reached,
    "depth": _depth,
    "depth-people": _depth_people,
    "offers-used": _offers_used,
    "offers-helped": _offers_helped,
    "attendance": _rate(TrainingSummary.attended, _BOOKED),
    "completion": _rate(TrainingSummary.completed, _BOOKED),
    "no-show": _rate(TrainingSummary.no_shows, _BOOKED),
    "late-cancellation": _rate(TrainingSummary.late_cancels, _BOOKED + TrainingSummary.late_cancels),
    "fill": _rate(_BOOKED, _BOOKED),  # places belong to runs; a school behind them is one that took some
    "confidence": _rate(TrainingSummary.attended, _BOOKED),  # and here one whose people were there
    "follow-through": _actions(ActionSummary.followed_through, ActionSummary.followed_through + ActionSummary.open),
    "linked-completed": _actions(ActionSummary.linked_completed, ActionSummary.linked),
    "review-completion": lambda scope: _reached(ReviewState.FINAL, scope),
    "review-full-cycle": lambda scope: _reached(ReviewState.FOLLOWED_UP, scope),
    "review-on-time": lambda scope: _stages(_in_time(), scope),
    "review-overdue": _late,
    "form-rate": lambda scope: _reviews(ReviewSummary.forms_submitted, ReviewSummary.forms_assigned, scope),
}
BY_PREFIX: dict[str, Callable[[str, Scope], Parts]] = {
    STRAND: _strand,
    STAGE: _reached,
    ON_TIME: lambda stage, scope: _stages(_in_time(), scope, _stage_is(stage)),
    OVERDUE: lambda stage, scope: _stages(StageSummary.reached_on.is_(None), scope, _stage_is(stage)),
}
