"""Stops for safeguarding: one's own, and how many there were."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import SafeguardingPause


@dataclass(frozen=True)
class Pauses:
    """How often work on a review was stopped, and how many stops still last."""

    ever: int
    lasting: int


def own_pause(review_id: int, person_id: int | None) -> datetime | None:
    """Since when this person has stopped; nothing when they have not, or have gone on."""
    query = select(SafeguardingPause.paused_at).where(
        SafeguardingPause.review_id == review_id,
        SafeguardingPause.paused_by_id == person_id,
        SafeguardingPause.resumed_at.is_(None),
    )
    return db.session.scalars(query).first()


def pauses_of(review_id: int) -> Pauses:
    """For the office: the number alone."""
    lasting = func.sum(SafeguardingPause.resumed_at.is_(None).cast(db.Integer))
    query = select(func.count(), func.coalesce(lasting, 0)).where(SafeguardingPause.review_id == review_id)
    ever, open_ones = db.session.execute(query).one()
    return Pauses(ever, int(open_ones))
