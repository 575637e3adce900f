"""A school's part in cycles."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Participation, Review, ReviewCycle, SelfReviewAuthor
from inclusion_app.reviews.queries import is_visible_to
from inclusion_app.reviews.states import CycleState

_WHOLE = (
    joinedload(Participation.cycle).joinedload(ReviewCycle.agreement),
    joinedload(Participation.cycle).selectinload(ReviewCycle.officers),
    joinedload(Participation.school),
    joinedload(Participation.coordinator),
    joinedload(Participation.governor),
    selectinload(Participation.authors).joinedload(SelfReviewAuthor.person),
)


def participation_of(school_id: int, cycle_id: int) -> Participation | None:
    """The school's part in that cycle, with cycle, agreement and people; nothing before it is invited for real."""
    query = (
        select(Participation)
        .join(Participation.cycle)
        .where(
            Participation.school_id == school_id,
            Participation.cycle_id == cycle_id,
            ReviewCycle.state != CycleState.DRAFT,
        )
    )
    return db.session.scalars(query.options(*_WHOLE)).first()


def participations_of(school_ids: Collection[int]) -> Sequence[Participation]:
    """All cycles of these schools, the newest first, with cycle, school and people."""
    query = (
        select(Participation)
        .join(Participation.cycle)
        .where(Participation.school_id.in_(school_ids), ReviewCycle.state != CycleState.DRAFT)
    )
    order = (ReviewCycle.starts_on.desc(), Participation.school_id, Participation.id)
    return db.session.scalars(query.options(*_WHOLE).order_by(*order)).unique().all()


def reviews_by_participation(ids: Collection[int]) -> dict[int, Review]:
    """The review of each participation that has one, with its cycle."""
    query = select(Review).where(Review.participation_id.in_(ids)).options(joinedload(Review.cycle))
    return {review.participation_id: review for review in db.session.scalars(query)}


def visible_reviews(actor: Actor, ids: Collection[int]) -> dict[int, Review]:
    """Of these participations' reviews those that this person sees, by participation."""
    query = select(Review).join(Review.participation).where(Review.participation_id.in_(ids), is_visible_to(actor))
    return {review.participation_id: review for review in db.session.scalars(query)}
