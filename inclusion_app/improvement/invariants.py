"""What must be true of plans and follow-ups in every copy of the database."""

from sqlalchemy import func, or_, select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.improvement.models import (
    ActionBooking,
    ActionVersion,
    EvaluationScore,
    ImpactAnswer,
    ImpactReview,
    PlanAction,
    ProcessEvaluation,
    Workshop,
    WorkshopPriority,
)
from inclusion_app.improvement.queries.actions import PUBLISHED
from inclusion_app.improvement.rules.plans import MOST
from inclusion_app.improvement.states import Item
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ORDER, ReviewState
from inclusion_app.training.models import Booking

_PLANNED = [stage for stage in ORDER if stage.has_reached(ReviewState.WORKSHOP_HELD)]
_FOLLOWED = [stage for stage in ORDER if stage.has_reached(ReviewState.FOLLOWED_UP)]


def _workshops_missing() -> list[str]:
    agreed = select(func.count()).where(WorkshopPriority.workshop_id == Workshop.id).scalar_subquery()
    query = select(Review.id).outerjoin(Workshop, Workshop.review_id == Review.id)
    lacks = or_(Workshop.recorded_at.is_(None), Workshop.attended == "", agreed < 1)
    return rows(query.where(Review.state.in_(_PLANNED), lacks).order_by(Review.id), "review {0} held no workshop")


def _sizes() -> list[str]:
    number = func.count(PlanAction.id)
    query = select(Review.id, number).outerjoin(PlanAction, PlanAction.review_id == Review.id)
    query = query.where(Review.state.in_(PUBLISHED)).group_by(Review.id).having(or_(number < 1, number > MOST))
    return rows(query.order_by(Review.id), "the published plan of review {0} has {1} actions")


def _gaps() -> list[str]:
    lacks = or_(
        PlanAction.owner_id.is_(None),
        PlanAction.due_on.is_(None),
        PlanAction.measure == "",
        PlanAction.what == "",
        PlanAction.area == "",
    )
    query = select(PlanAction.id, Review.id).join(Review, Review.id == PlanAction.review_id)
    query = query.where(Review.state.in_(PUBLISHED), lacks).order_by(PlanAction.id)
    return rows(query, "action {0} of the published plan of review {1} lacks an owner, a date, a measure or an area")


def _days_missing() -> list[str]:
    query = select(Review.id).where(Review.state.in_(PUBLISHED), Review.follow_up_on.is_(None)).order_by(Review.id)
    return rows(query, "review {0} has a published plan and no day for its follow-up")


def _unanswered() -> list[str]:
    """Also where the follow-up is missing as a whole."""
    query = (
        select(PlanAction.id, Review.id)
        .join(Review, Review.id == PlanAction.review_id)
        .outerjoin(ImpactReview, ImpactReview.review_id == Review.id)
        .outerjoin(
            ImpactAnswer,
            (ImpactAnswer.impact_review_id == ImpactReview.id) & (ImpactAnswer.action_id == PlanAction.id),
        )
        .where(Review.state.in_(_FOLLOWED), ImpactAnswer.action_id.is_(None))
        .order_by(PlanAction.id)
    )
    return rows(query, "action {0} has no answer in the follow-up of review {1}")


def _foreign_bookings() -> list[str]:
    query = (
        select(ActionBooking.booking_id, ActionBooking.action_id)
        .join(Booking, Booking.id == ActionBooking.booking_id)
        .join(PlanAction, PlanAction.id == ActionBooking.action_id)
        .join(Review, Review.id == PlanAction.review_id)
        .where(Booking.school_id != Review.school_id)
        .order_by(ActionBooking.booking_id)
    )
    return rows(query, "booking {0} is linked to action {1} of another school")


def _versions() -> list[str]:
    number = func.count(ActionVersion.id)
    query = select(ActionVersion.action_id, number).group_by(ActionVersion.action_id)
    query = query.having(func.max(ActionVersion.number) != number).order_by(ActionVersion.action_id)
    return rows(query, "action {0} has {1} earlier versions, with gaps in their numbers")


def _half_evaluations() -> list[str]:
    number = func.count(EvaluationScore.item)
    query = select(ProcessEvaluation.id, number)
    query = query.outerjoin(EvaluationScore, EvaluationScore.evaluation_id == ProcessEvaluation.id)
    query = query.group_by(ProcessEvaluation.id).having(number != len(Item)).order_by(ProcessEvaluation.id)
    return rows(query, "evaluation {0} has {1} judgements")


CHECKS = (
    Check("improvement: every review past its workshop has its record", _workshops_missing),
    Check("improvement: a published plan has one to five actions", _sizes),
    Check("improvement: every action of a published plan has owner, date, measure and area", _gaps),
    Check("improvement: a published plan names its follow-up", _days_missing),
    Check("improvement: a follow-up answers for every action", _unanswered),
    Check("improvement: bookings linked to an action are of its school", _foreign_bookings),
    Check("improvement: earlier versions of an action are numbered without a gap", _versions),
    Check("improvement: every evaluation is whole", _half_evaluations),
)
