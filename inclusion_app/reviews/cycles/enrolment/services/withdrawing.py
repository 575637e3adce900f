"""A school that had enrolled leaves the cycle; its review stands aside for good, and nothing is deleted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.enrolment.notices import tell_office
from inclusion_app.reviews.cycles.enrolment.services.locking import (
    locked_participation,
    move_participation,
    needed_reason,
)
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import move_aside
from inclusion_app.reviews.states import OVER, ReviewState


def withdraw_school(
    actor: Actor,
    participation_id: int,
    *,
    reason: str,
    standings: Collection[Standing],
    version: int,
    now: datetime,
) -> None:
    """Take the school out of the cycle, at any stage but the last. Two acts on the trail: of the review, of the school.

    Raises RuleBroken without a reason, once the review is closed, and for others than head and office; LookupError.
    """
    with transaction():
        participation = locked_participation(participation_id)
        said = needed_reason(reason)
        review = db.session.scalars(select(Review).where(Review.participation_id == participation.id)).first()
        if review is not None and review.state == ReviewState.CLOSED:
            raise RuleBroken(None, "The review is closed, so there is nothing to withdraw from.")
        participation.reason, participation.withdrawn_at = said, now
        move_participation(actor, participation, "withdraw_school", version=version)
        tell_office(actor, participation)
        if review is not None and review.side not in OVER:
            move_aside(actor, review.id, "withdraw_school", reason=said, standings=standings, now=now)
