"""Work that was stopped for a child's safety: that it was, when, and when it went on. Never about what."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, SafeguardingPause


def record_pause(actor: Actor, review: Review, *, now: datetime) -> None:
    """Keep that this person has stopped work on the review. Raises RuleBroken when that is kept already."""
    with transaction() as session:
        if _open(review.id, actor.person_id) is not None:
            raise RuleBroken(None, "You have recorded already that you stopped.")
        assert actor.person_id is not None  # noqa: S101  # the service itself stops for nothing
        pause = SafeguardingPause(review_id=review.id, paused_by_id=actor.person_id, paused_at=now)
        session.add(pause)
        audit.record(actor, "pause_for_safeguarding", pause, school_id=review.school_id)


def record_end_of_pause(actor: Actor, review: Review, *, now: datetime) -> None:
    """Keep that this person has gone on. Raises RuleBroken when they had not stopped."""
    with transaction():
        pause = _open(review.id, actor.person_id)
        if pause is None:
            raise RuleBroken(None, "You have not recorded that you stopped, or have gone on already.")
        pause.resumed_at = now
        audit.record(actor, "go_on_after_safeguarding", pause, school_id=review.school_id)


def _open(review_id: int, person_id: int | None) -> SafeguardingPause | None:
    query = select(SafeguardingPause).where(
        SafeguardingPause.review_id == review_id,
        SafeguardingPause.paused_by_id == person_id,
        SafeguardingPause.resumed_at.is_(None),
    )
    return db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
