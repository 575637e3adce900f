"""Who is to be asked for feedback, and who is to be reminded."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.settings import number
from inclusion_app.training.feedback.rules.windows import BEFORE_BY, LATER_IS_OPEN, RunTimes
from inclusion_app.training.models import Attendance, Booking, FeedbackAnswer, FeedbackRequest, Run, Session
from inclusion_app.training.states import BookingState, CameBy, FeedbackPoint, Mark, RunState

WAS_THERE = (Mark.PRESENT, Mark.PART)
GIVEN = (RunState.OPEN, RunState.CLOSED)
A_DAY = timedelta(days=1)


def times_of_runs(*which: ColumnElement[bool]) -> dict[int, RunTimes]:
    """The times that feedback follows, of each run that is given; one statement."""
    first_end = (
        select(Session.ends_at)
        .where(Session.run_id == Run.id)
        .order_by(Session.starts_at, Session.id)
        .limit(1)
        .correlate(Run)
        .scalar_subquery()
    )
    query = select(Run.id, Run.starts_at, func.coalesce(first_end, Run.ends_at), Run.ends_at)
    weeks = number("later_feedback_weeks")
    rows = db.session.execute(query.where(Run.state.in_(GIVEN), *which).order_by(Run.id))
    return {run_id: RunTimes(starts, first_ends, ends, weeks) for run_id, starts, first_ends, ends in rows}


def times_of_runs_near(now: datetime) -> dict[int, RunTimes]:
    """The same of every run that may have a point open now, and of a few more."""
    longest = timedelta(weeks=number("later_feedback_weeks")) + LATER_IS_OPEN + A_DAY
    return times_of_runs(Run.starts_at <= now + BEFORE_BY + A_DAY, Run.ends_at > now - longest)


def runs_with_somebody_to_ask(point: FeedbackPoint, run_ids: Collection[int]) -> list[int]:
    """Those of the runs on which somebody has not been asked at this point."""
    query = _not_asked(point, run_ids).with_only_columns(Booking.run_id).distinct().order_by(Booking.run_id)
    return list(db.session.scalars(query))


def bookings_to_ask(point: FeedbackPoint, run_id: int) -> Sequence[Booking]:
    """Whom to ask: everybody with a place; once the run is over, those who were there as far as is known."""
    query = _not_asked(point, [run_id]).options(contains_eager(Booking.person)).order_by(Booking.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def requests_to_remind_of(point: FeedbackPoint, run_ids: Collection[int]) -> Sequence[FeedbackRequest]:
    """Who has been asked, has not answered, and has not been reminded; with booking and person."""
    answered = select(FeedbackAnswer.id).where(FeedbackAnswer.booking_id == Booking.id, FeedbackAnswer.point == point)
    return db.session.scalars(
        select(FeedbackRequest)
        .join(FeedbackRequest.booking)
        .join(Booking.person)
        .where(
            Booking.run_id.in_(run_ids),
            Booking.state == BookingState.CONFIRMED,
            Person.deactivated_at.is_(None),
            FeedbackRequest.point == point,
            FeedbackRequest.reminded_at.is_(None),
            ~answered.exists(),
        )
        .options(contains_eager(FeedbackRequest.booking).contains_eager(Booking.person))
        .order_by(FeedbackRequest.id)
        .execution_options(populate_existing=True)
    ).all()


def _not_asked(point: FeedbackPoint, run_ids: Collection[int]) -> Select[Booking]:
    asked = select(FeedbackRequest.id).where(FeedbackRequest.booking_id == Booking.id, FeedbackRequest.point == point)
    query = (
        select(Booking)
        .join(Booking.run)
        .join(Booking.person)
        .where(
            Booking.run_id.in_(run_ids),
            Booking.state == BookingState.CONFIRMED,
            Booking.came_by != CameBy.IMPORT,
            Person.deactivated_at.is_(None),
            ~asked.exists(),
        )
    )
    return query if point == FeedbackPoint.BEFORE else query.where(_was_there())


def _was_there() -> ColumnElement[bool]:
    """A mark says so; or nothing is said of them at all, and the register is still open."""
    marks = select(Attendance.id).where(Attendance.booking_id == Booking.id)
    present = marks.where(Attendance.mark.in_(WAS_THERE)).exists()
    return or_(present, and_(Run.register_closed_at.is_(None), ~marks.exists()))
