"""What other rooms may know of plans: how far each school has followed through, in figures alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, case, func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.queries.actions import PUBLISHED
from inclusion_app.improvement.queries.bookings import has_completed_booking
from inclusion_app.improvement.states import FOLLOWED_THROUGH, OPEN
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import OVER


@dataclass(frozen=True)
class FollowThrough:
    """One school's actions of published plans: all, due by that day, of these done or done in part, late ones, and
    those of all that have a linked course which somebody has completed."""

    school_id: int
    actions: int
    due: int
    followed_through: int
    late: int
    with_completed_course: int


def follow_through_of_schools(school_ids: Collection[int] | None = None, *, today: date) -> list[FollowThrough]:
    """The figures of each school that has a published plan (none given: of every school); one statement.

    An action that was replaced is not counted as due (domain.md 1.8: done or part of those due). Plans of reviews
    that were called off do not count.
    """
    query = _figures(today)
    if school_ids is not None:
        query = query.where(Review.school_id.in_(school_ids))
    return [FollowThrough(*row) for row in db.session.execute(query)]


def _figures(today: date) -> Select[int, int, int, int, int, int]:
    done = PlanAction.progress.in_(FOLLOWED_THROUGH)
    is_due = and_(PlanAction.due_on <= today, or_(done, PlanAction.progress.in_(OPEN)))
    late = and_(PlanAction.due_on < today, PlanAction.progress.in_(OPEN))
    return (
        select(
            Review.school_id,
            func.count(PlanAction.id),
            func.count(case((is_due, 1))),
            func.count(case((and_(is_due, done), 1))),
            func.count(case((late, 1))),
            func.count(case((has_completed_booking(), 1))),
        )
        .select_from(PlanAction)
        .join(Review, Review.id == PlanAction.review_id)
        .where(Review.state.in_(PUBLISHED), Review.side.not_in(OVER))
        .group_by(Review.school_id)
        .order_by(Review.school_id)
    )
