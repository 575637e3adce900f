"""Actions by whom they concern: their owners, and the school."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.states import OPEN, Progress
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ORDER, OVER, ReviewState

PUBLISHED = tuple(stage for stage in ORDER if stage.has_reached(ReviewState.PLAN_AGREED))
"""Stages at which a plan has been published."""


@dataclass(frozen=True)
class OwnAction:
    """An action of a published plan; it comes with its owner, and its review with school and cycle."""

    action: PlanAction

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self.action.progress)

    def is_late(self, today: date) -> bool:
        """Its day has passed, and there is still something to do."""
        due = self.action.due_on
        return self.progress in OPEN and due is not None and due < today


def actions_owned_by(person_id: int, *, school_ids: Collection[int]) -> Sequence[OwnAction]:
    """Actions of published plans that the person owns at schools they work at; what is due first comes first."""
    query = _published().where(PlanAction.owner_id == person_id, Review.school_id.in_(school_ids))
    return [OwnAction(action) for action in db.session.scalars(query)]


def actions_of_school(school_id: int) -> Sequence[OwnAction]:
    """Every action of the school's published plans, over all its reviews; what is due first comes first."""
    return [OwnAction(action) for action in db.session.scalars(_published().where(Review.school_id == school_id))]


def published_action(action_id: int) -> OwnAction | None:
    """One action of a published plan."""
    action = db.session.scalars(_published().where(PlanAction.id == action_id)).first()
    return OwnAction(action) if action else None


def _published() -> Select[PlanAction]:
    whole = joinedload(PlanAction.review).options(joinedload(Review.school), joinedload(Review.cycle))
    return (
        select(PlanAction)
        .join(Review, Review.id == PlanAction.review_id)
        .where(Review.state.in_(PUBLISHED), Review.side.not_in(OVER))
        .options(whole, joinedload(PlanAction.owner))
        .order_by(PlanAction.due_on, PlanAction.review_id, PlanAction.position)
        .execution_options(populate_existing=True)
    )
