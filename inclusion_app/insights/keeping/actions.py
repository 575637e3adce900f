"""Actions of published plans by school, area of the framework and the day they are due."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, or_, select, union

from inclusion_app.foundation.summaries import Summary
from inclusion_app.improvement.models import ActionBooking, ActionCourse, PlanAction
from inclusion_app.improvement.queries.actions import PUBLISHED
from inclusion_app.improvement.queries.bookings import has_completed_booking
from inclusion_app.improvement.states import FOLLOWED_THROUGH, OPEN, Progress
from inclusion_app.insights.keeping.making import differences, make_anew
from inclusion_app.insights.keeping.training import many
from inclusion_app.insights.models import ActionSummary
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import OVER


def facts(_connection: Connection, keys: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    """One row for each school, area and day; without actions that were replaced."""
    by = (Review.school_id, PlanAction.area, PlanAction.due_on)
    linked = or_(
        exists().where(ActionCourse.action_id == PlanAction.id).correlate(PlanAction),
        exists().where(ActionBooking.action_id == PlanAction.id).correlate(PlanAction),
    )
    query = (
        select(
            *by,
            many(PlanAction.id.is_not(None)).label("actions"),
            many(PlanAction.progress.in_(FOLLOWED_THROUGH)).label("followed_through"),
            many(PlanAction.progress.in_(OPEN)).label("open"),
            many(linked).label("linked"),
            many(and_(linked, has_completed_booking())).label("linked_completed"),
        )
        .select_from(PlanAction)
        .join(Review, Review.id == PlanAction.review_id)
        .where(Review.state.in_(PUBLISHED), Review.side.not_in(OVER))
        .where(PlanAction.progress != Progress.REPLACED, PlanAction.due_on.is_not(None))
        .group_by(*by)
    )
    return query if keys is None else query.where(Review.school_id.in_(keys))


def _keys(connection: Connection) -> Sequence[int]:
    """Schools that have actions, or a summary."""
    planned = select(Review.school_id).join(PlanAction, PlanAction.review_id == Review.id)
    return sorted(connection.scalars(union(planned, select(ActionSummary.school_id))))


ACTIONS = Summary(
    "actions",
    frozenset({"plan_action", "action_course", "action_booking", "review", "booking", "run_outcome", "run"}),
    lambda connection, keys: make_anew(connection, ActionSummary, ActionSummary.school_id, facts=facts, keys=keys),
    _keys,
    partial(differences, model=ActionSummary, facts=facts),
)
