"""Runs whose register is closed, and what they add up to by term, strand, provider and way of giving them.

Two steps, so that neither making anew nor reading grows with the number of bookings: a run is made anew from its own
bookings, a term from its runs.
"""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Integer, Select, Subquery, and_, case, cast, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from inclusion_app.foundation.summaries import Summary
from inclusion_app.insights.keeping.making import differences, make_anew
from inclusion_app.insights.keeping.periods import county_beginnings, period_of_day
from inclusion_app.insights.keeping.training import CAME, did_not_come, is_late_cancel, last_day, many
from inclusion_app.insights.models import FillSummary, RunSummary
from inclusion_app.training.models import Booking, Course, FeedbackAnswer, FeedbackConfidence, OutcomeOfRun, Run
from inclusion_app.training.states import BookingState, CameBy, FeedbackPoint, RunOutcome, RunState

SUMS = ("places", "bookings", "attended", "completed", "no_shows", "late_cancels", "pairs", "rose")


def facts_of_runs(connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each run."""
    booked, pairs = _booked(keys), _pairs(keys)
    counts = ("bookings", "attended", "completed", "no_shows", "late_cancels")
    runs = (
        select(
            Run.id.label("run_id"),
            Course.strand_id,
            Run.provider_id,
            Run.delivery,
            Run.capacity.label("places"),
            *(func.coalesce(booked.c[name], 0).label(name) for name in counts),
            *(func.coalesce(pairs.c[name], 0).label(name) for name in ("pairs", "rose")),
            last_day().label("day"),
        )
        .select_from(Run)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(booked, booked.c.run_id == Run.id)
        .outerjoin(pairs, pairs.c.run_id == Run.id)
        .where(Run.register_closed_at.is_not(None), Run.state != RunState.CANCELLED, ~_brought_in())
    )
    if keys is not None:
        runs = runs.where(Run.id.in_(keys))
    row = runs.offset(0).subquery("runs").c  # the last day is worked out once, not once for each term
    period = period_of_day(row.day, county_beginnings(connection)).label("period")
    return select(row.run_id, period, row.strand_id, row.provider_id, row.delivery, *(row[name] for name in SUMS))


def _brought_in() -> Any:
    """Every confirmed booking of the run came from a file."""
    confirmed = and_(Booking.run_id == Run.id, Booking.state == BookingState.CONFIRMED)
    some = exists().where(confirmed, Booking.came_by == CameBy.IMPORT).correlate(Run)
    others = exists().where(confirmed, Booking.came_by != CameBy.IMPORT).correlate(Run)
    return and_(some, ~others)


def _booked(keys: Collection[int] | None) -> Subquery:
    confirmed = Booking.state == BookingState.CONFIRMED
    query = (
        select(
            Booking.run_id,
            many(confirmed).label("bookings"),
            many(and_(confirmed, OutcomeOfRun.outcome.in_(CAME))).label("attended"),
            many(and_(confirmed, OutcomeOfRun.outcome == RunOutcome.COMPLETED)).label("completed"),
            many(and_(confirmed, did_not_come())).label("no_shows"),
            many(is_late_cancel()).label("late_cancels"),
        )
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Booking.came_by != CameBy.IMPORT, or_(confirmed, is_late_cancel()))
        .group_by(Booking.run_id)
    )
    return (query if keys is None else query.where(Booking.run_id.in_(keys))).subquery("booked")


def _pairs(keys: Collection[int] | None) -> Subquery:
    """People who judged the same outcomes before and after, and those of them who are more confident on average."""
    first, then = aliased(FeedbackAnswer), aliased(FeedbackAnswer)
    was, is_now = aliased(FeedbackConfidence), aliased(FeedbackConfidence)
    change = func.sum(is_now.value - was.value)
    query = (
        select(Booking.run_id, case((change > 0, 1), else_=0).label("rose"))
        .join(first, and_(first.booking_id == Booking.id, first.point == FeedbackPoint.BEFORE))
        .join(then, and_(then.booking_id == Booking.id, then.point == FeedbackPoint.AFTER))
        .join(was, was.answer_id == first.id)
        .join(is_now, and_(is_now.answer_id == then.id, is_now.outcome_id == was.outcome_id))
        .where(Booking.state == BookingState.CONFIRMED)
        .group_by(Booking.run_id, Booking.id)
    )
    row = (query if keys is None else query.where(Booking.run_id.in_(keys))).subquery("people").c
    sums = (cast(func.count(), Integer).label("pairs"), cast(func.sum(row.rose), Integer).label("rose"))
    return select(row.run_id, *sums).group_by(row.run_id).subquery("pairs")


def facts_of_fill(_connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each term, strand, provider and way of giving it."""
    by = (RunSummary.period, RunSummary.strand_id, RunSummary.provider_id, RunSummary.delivery)
    columns = RunSummary.__table__.c
    sums = [cast(func.sum(columns[name]), Integer).label(name) for name in SUMS]
    query = select(*by, cast(func.count(), Integer).label("runs"), *sums).group_by(*by)
    return query if keys is None else query.where(RunSummary.period.in_(keys))


def keys_of_runs(connection: Connection) -> Sequence[int]:
    """Runs whose register is closed, or that have a summary."""
    closed = select(Run.id).where(Run.register_closed_at.is_not(None))
    return sorted(connection.scalars(union(closed, select(RunSummary.run_id))))


def keys_of_fill(connection: Connection) -> Sequence[int]:
    """Terms in which a run ended, or that have a summary."""
    return sorted(connection.scalars(union(select(RunSummary.period), select(FillSummary.period))))


RUNS = Summary(
    "runs",
    frozenset(
        {"booking", "run_outcome", "attendance", "run", "session", "course", "term"}
        | {"feedback_answer", "feedback_confidence"}
    ),
    lambda connection, keys: make_anew(connection, RunSummary, RunSummary.run_id, facts=facts_of_runs, keys=keys),
    keys_of_runs,
    partial(differences, model=RunSummary, facts=facts_of_runs),
)
FILL = Summary(
    "fill",
    frozenset({"run_summary"}),
    lambda connection, keys: make_anew(connection, FillSummary, FillSummary.period, facts=facts_of_fill, keys=keys),
    keys_of_fill,
    partial(differences, model=FillSummary, facts=facts_of_fill),
)
