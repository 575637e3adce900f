"""The timetable of a visit."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review, TimetableActivity


def activities_of(review_id: int) -> Sequence[TimetableActivity]:
    """Every activity with its members, in order. Two statements."""
    query = select(TimetableActivity).where(TimetableActivity.review_id == review_id)
    ordered = query.order_by(TimetableActivity.day, TimetableActivity.starts, TimetableActivity.id)
    return db.session.scalars(ordered.options(selectinload(TimetableActivity.members))).all()


def activity_of(review_id: int, activity_id: int) -> TimetableActivity | None:
    """One activity of that review, with its members."""
    query = select(TimetableActivity).where(
        TimetableActivity.id == activity_id, TimetableActivity.review_id == review_id
    )
    return db.session.scalars(query.options(selectinload(TimetableActivity.members))).first()


def number_of_activities(review_id: int) -> int:
    """How many things stand in the timetable."""
    query = select(func.count()).select_from(TimetableActivity).where(TimetableActivity.review_id == review_id)
    return db.session.scalar(query) or 0


def number_of_days(review: Review) -> int:
    """How many days the visit takes; 0 while none are agreed."""
    if review.visit_on is None:
        return 0
    return ((review.visit_until or review.visit_on) - review.visit_on).days + 1
