"""What must be true of feedback in every copy of the database."""

from sqlalchemy import and_, select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import (
    Booking,
    CourseOutcome,
    FeedbackAnswer,
    FeedbackConfidence,
    FeedbackRequest,
    Run,
)

_SAME = and_(FeedbackRequest.booking_id == FeedbackAnswer.booking_id, FeedbackRequest.point == FeedbackAnswer.point)


def _unasked() -> list[str]:
    query = select(FeedbackAnswer.booking_id, FeedbackAnswer.point).outerjoin(FeedbackRequest, _SAME)
    query = query.where(FeedbackRequest.id.is_(None)).order_by(FeedbackAnswer.id)
    return rows(query, "booking {0} has answered {1!r} and was never asked")


def _too_early() -> list[str]:
    query = select(FeedbackAnswer.booking_id, FeedbackAnswer.point).join(FeedbackRequest, _SAME)
    query = query.where(FeedbackAnswer.answered_at < FeedbackRequest.asked_at).order_by(FeedbackAnswer.id)
    return rows(query, "booking {0} has answered {1!r} before it was asked")


def _strange_outcomes() -> list[str]:
    query = (
        select(FeedbackAnswer.booking_id, FeedbackAnswer.point, FeedbackConfidence.outcome_id)
        .join(FeedbackAnswer, FeedbackAnswer.id == FeedbackConfidence.answer_id)
        .join(CourseOutcome, CourseOutcome.id == FeedbackConfidence.outcome_id)
        .join(Booking, Booking.id == FeedbackAnswer.booking_id)
        .join(Run, Run.id == Booking.run_id)
        .where(CourseOutcome.course_id != Run.course_id)
        .order_by(FeedbackAnswer.id, FeedbackConfidence.outcome_id)
    )
    return rows(query, "booking {0} says {1!r} how confident somebody is in outcome {2}, which is another course's")


CHECKS = (
    Check("feedback: every answer was asked for", _unasked),
    Check("feedback: nobody has answered before being asked", _too_early),
    Check("feedback: confidence is in outcomes of the course that was booked", _strange_outcomes),
)
