"""What somebody is asked, what they have said, and who has answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.training.feedback.queries.asking import times_of_runs
from inclusion_app.training.feedback.rules.windows import window_of
from inclusion_app.training.models import Booking, Course, FeedbackAnswer, FeedbackRequest, Run
from inclusion_app.training.states import BookingState, FeedbackPoint


@dataclass(frozen=True)
class Asked:
    """One booking asked at one point; the booking comes with run, course, outcomes and person.

    ``closes_at`` is nothing where the run or the booking has been cancelled.
    """

    booking: Booking
    point: FeedbackPoint
    answer: FeedbackAnswer | None
    closes_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """It can be answered, or the answer changed."""
        return self.closes_at is not None and now < self.closes_at


def asked(booking_id: int, point: FeedbackPoint) -> Asked | None:
    """What that booking is asked at that point; nothing where it has not been asked. Four statements."""
    request = db.session.scalars(
        _requests().where(FeedbackRequest.booking_id == booking_id, FeedbackRequest.point == point)
    ).first()
    if request is None:
        return None
    booking = request.booking
    return Asked(booking, point, answer_of(booking_id, point), _closes(booking, point))


def answer_of(booking_id: int, point: FeedbackPoint) -> FeedbackAnswer | None:
    """The answer as it stands, with its confidences."""
    return db.session.scalars(
        select(FeedbackAnswer)
        .where(FeedbackAnswer.booking_id == booking_id, FeedbackAnswer.point == point)
        .options(selectinload(FeedbackAnswer.confidences))
        .execution_options(populate_existing=True)
    ).first()


def has_answered(booking_ids: Collection[int], point: FeedbackPoint) -> frozenset[int]:
    """Those of the bookings that have given feedback at that point; one statement."""
    query = select(FeedbackAnswer.booking_id)
    return frozenset(
        db.session.scalars(query.where(FeedbackAnswer.booking_id.in_(booking_ids), FeedbackAnswer.point == point))
    )


@dataclass(frozen=True)
class ToGive:
    """Feedback somebody can give now, or change: what their list of bookings links to."""

    booking_id: int
    point: FeedbackPoint
    course_title: str
    starts_at: datetime
    given: bool
    closes_at: datetime


def feedback_to_give(person_id: int, *, now: datetime) -> Sequence[ToGive]:
    """What one person can give or change now, the most urgent first; two statements, however much it is."""
    answered = (FeedbackAnswer.booking_id == Booking.id) & (FeedbackAnswer.point == FeedbackRequest.point)
    requests = db.session.execute(
        select(FeedbackRequest.booking_id, FeedbackRequest.point, Booking.run_id, Course.title, Run.starts_at)
        .add_columns(FeedbackAnswer.id.is_not(None))
        .join(Booking, Booking.id == FeedbackRequest.booking_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(FeedbackAnswer, answered)
        .where(Booking.person_id == person_id, Booking.state == BookingState.CONFIRMED)
    ).all()
    times = times_of_runs(Run.id.in_({row.run_id for row in requests}))
    found = []
    for booking_id, said, run_id, title, starts_at, given in requests:
        point = FeedbackPoint(said)
        closes_at = window_of(point, times[run_id]).closes_at if run_id in times else now
        if now < closes_at:
            found.append(ToGive(booking_id, point, title, starts_at, given, closes_at))
    return sorted(found, key=lambda one: (one.given, one.closes_at, one.booking_id))


def _requests() -> Select[FeedbackRequest]:
    booking = contains_eager(FeedbackRequest.booking)
    return (
        select(FeedbackRequest)
        .join(FeedbackRequest.booking)
        .options(
            booking.joinedload(Booking.run).joinedload(Run.course).selectinload(Course.outcomes),
            booking.joinedload(Booking.run).joinedload(Run.provider),
            booking.joinedload(Booking.person),
        )
        .execution_options(populate_existing=True)
    )


def _closes(booking: Booking, point: FeedbackPoint) -> datetime | None:
    if booking.state != BookingState.CONFIRMED:
        return None
    times = times_of_runs(Run.id == booking.run_id).get(booking.run_id)
    return window_of(point, times).closes_at if times else None
