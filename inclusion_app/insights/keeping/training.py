"""Training by school, term and strand: what registers that are closed say."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union,
)

from inclusion_app.foundation.summaries import Summary
from inclusion_app.insights.keeping.making import differences, make_anew
from inclusion_app.insights.keeping.periods import county_beginnings, period_of_day
from inclusion_app.insights.models import StrandSummary, TrainingSummary
from inclusion_app.training.models import Attendance, Booking, Course, OutcomeOfRun, Run, Session
from inclusion_app.training.states import BookingState, CameBy, Mark, RunOutcome, Taker

A_PERSON = f"{Taker.PERSON}:"
CAME = (RunOutcome.COMPLETED, RunOutcome.PART)


def last_day() -> ScalarSelect[Any]:
    """The day of the last session of the run around."""
    return select(func.max(Session.day)).where(Session.run_id == Run.id).correlate(Run).scalar_subquery()


def did_not_come() -> ColumnElement[bool]:
    """The booking around was marked absent, and at no session anything else."""
    marks = select(Attendance.id).where(Attendance.booking_id == Booking.id).correlate(Booking)
    absent = marks.where(Attendance.mark == Mark.ABSENT).exists()
    return and_(OutcomeOfRun.outcome == RunOutcome.NOT, absent, ~marks.where(Attendance.mark != Mark.ABSENT).exists())


def is_late_cancel() -> ColumnElement[bool]:
    """The booking around was given back after the day until which that is free."""
    return and_(Booking.state == BookingState.CANCELLED, Booking.ended_late)


def many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many rows of the group meet it."""
    return cast(func.count(case((condition, 1))), Integer)


def facts(connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each school, term and strand."""
    booked = _bookings(connection, keys)
    row = booked.c
    own = row.came_by != CameBy.IMPORT
    confirmed = and_(own, row.state == BookingState.CONFIRMED)
    completed = and_(row.state == BookingState.CONFIRMED, row.outcome == RunOutcome.COMPLETED)
    for_ever = many(and_(completed, row.valid_until.is_(None)))
    return select(
        row.school_id,
        row.period,
        row.strand_id,
        many(confirmed).label("bookings"),
        many(and_(confirmed, row.outcome.in_(CAME))).label("attended"),
        many(and_(confirmed, row.outcome == RunOutcome.COMPLETED)).label("completed"),
        many(and_(confirmed, row.outcome == RunOutcome.PART)).label("part"),
        many(and_(confirmed, row.no_show)).label("no_shows"),
        many(and_(own, row.state == BookingState.CANCELLED)).label("late_cancels"),
        many(completed).label("completions"),
        cast(func.count(case((completed, row.person_id)).distinct()), Integer).label("people"),
        func.max(case((completed, row.day))).label("last_completed_on"),
        case((for_ever > 0, null()), else_=func.max(case((completed, row.valid_until)))).label("current_until"),
    ).group_by(row.school_id, row.period, row.strand_id)


def _bookings(connection: Connection, keys: Collection[int] | None) -> Subquery:
    """Every booking that counts, with the period of its run and what came of it."""
    begun = county_beginnings(connection)
    days = (
        select(
            Booking.school_id,
            case((Booking.holder.startswith(A_PERSON), Booking.person_id)).label("person_id"),
            Booking.state,
            Booking.came_by,
            OutcomeOfRun.outcome,
            OutcomeOfRun.valid_until,
            Course.strand_id,
            did_not_come().label("no_show"),
            last_day().label("day"),
        )
        .select_from(Booking)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Run.register_closed_at.is_not(None), or_(Booking.state == BookingState.CONFIRMED, is_late_cancel()))
    )
    if keys is not None:
        days = days.where(Booking.school_id.in_(keys))
    inner = days.offset(0).subquery("days")  # worked out once a row, not once for each term it is compared with
    return select(inner, period_of_day(inner.c.day, begun).label("period")).subquery("booked")


def keys_of_training(connection: Connection) -> Sequence[int]:
    """Schools that have bookings, or a summary."""
    query = union(select(Booking.school_id), select(TrainingSummary.school_id))
    return sorted(connection.scalars(query))


def facts_of_strands(_connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each school and strand, added up from its terms."""
    row = TrainingSummary
    for_ever = many(row.current_until.is_(None))
    query = (
        select(
            row.school_id,
            row.strand_id,
            func.max(row.last_completed_on).label("last_completed_on"),
            case((for_ever > 0, null()), else_=func.max(row.current_until)).label("current_until"),
        )
        .where(row.completions > 0)
        .group_by(row.school_id, row.strand_id)
    )
    return query if keys is None else query.where(row.school_id.in_(keys))


def keep_training(connection: Connection, keys: Collection[int] | None) -> None:
    """The terms of these schools, or of all, and what they hold."""
    make_anew(connection, TrainingSummary, TrainingSummary.school_id, facts=facts, keys=keys)
    make_anew(connection, StrandSummary, StrandSummary.school_id, facts=facts_of_strands, keys=keys)


def _difference(connection: Connection) -> list[str]:
    return [
        *differences(connection, TrainingSummary, facts),
        *differences(connection, StrandSummary, facts_of_strands),
    ]


TRAINING = Summary(
    "training",
    frozenset({"booking", "run_outcome", "attendance", "run", "session", "course", "term"}),
    keep_training,
    keys_of_training,
    _difference,
)
