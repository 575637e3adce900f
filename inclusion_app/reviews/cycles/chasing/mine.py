"""What one person owes, by when, in order, and every review they are part of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.chasing.queries import UNDER_WAY, WHOLE, Chased, chased
from inclusion_app.reviews.cycles.rounds.rules import ENROLS_IN
from inclusion_app.reviews.models import Participation, Review, ReviewCycle
from inclusion_app.reviews.queries import is_visible_to
from inclusion_app.reviews.states import OVER, CycleState, ParticipationState
from inclusion_app.schools.queries import schools_by_ids

NO_DATE = date.max


@dataclass(frozen=True)
class OwnReviews:
    """``owed`` comes in the order in which it is due, what has no date last; ``invitations`` wait for an answer."""

    owed: Sequence[Chased]
    others: Sequence[Chased]
    invitations: Sequence[Participation]


def own_reviews(actor: Actor, *, today: date) -> OwnReviews:
    """For whoever is signed in. A member of the team finds reviews here only by another role; the board has all."""
    found = chased(_mine(actor), today=today)
    owed = [one for one in found if _owes(one, actor)]
    owed.sort(key=lambda one: ((one.due.due_on if one.due else None) or NO_DATE, one.review.id))
    others = [one for one in found if not _owes(one, actor)]
    return OwnReviews(owed, others, _invitations(actor, today=today))


def schools_led_by(actor: Actor) -> list[tuple[int, str]]:
    """URN and name of the schools that the person signs for."""
    return sorted((school.urn, school.name) for school in schools_by_ids(actor.schools_with(Action.LEAD_SCHOOL_REVIEW)))


def _owes(one: Chased, actor: Actor) -> bool:
    under_way = one.review.cycle.state in UNDER_WAY
    return under_way and any(owing.person.id == actor.person_id for owing in one.owing)


def _mine(actor: Actor) -> Sequence[Review]:
    if actor.in_team or actor.person_id is None:
        return []
    query = select(Review).join(Review.cycle).join(Review.participation).options(*WHOLE)
    query = query.where(is_visible_to(actor), Review.side.not_in(OVER), ReviewCycle.state != CycleState.ARCHIVED)
    return db.session.scalars(query.order_by(ReviewCycle.starts_on.desc(), Review.id)).all()


def _invitations(actor: Actor, *, today: date) -> Sequence[Participation]:
    leads = actor.schools_with(Action.LEAD_SCHOOL_REVIEW)
    if not leads:
        return []
    query = (
        select(Participation)
        .join(Participation.cycle)
        .options(joinedload(Participation.cycle), joinedload(Participation.school))
        .where(
            Participation.school_id.in_(leads),
            Participation.state == ParticipationState.INVITED,
            ReviewCycle.state.in_(ENROLS_IN),
            ReviewCycle.enrol_by >= today,
        )
    )
    return db.session.scalars(query.order_by(ReviewCycle.enrol_by, Participation.id)).all()
