"""Moving reviews: forward by the table, one step back, and aside. Nothing else changes a stage."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, ReviewChange
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.table import BACK, BACK_BY, SIDEWAYS, move_to, step_back_from
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.services.following import follow_side, give_up_date

REASON_NEEDED = "Say why: the reason is kept with the review."
LONGEST_REASON = 500


def locked_review(review_id: int) -> Review:
    """The review as it stands, with cycle, school and participation, held until the transaction ends.

    Raises LookupError when there is none.
    """
    whole = (joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation))
    query = select(Review).where(Review.id == review_id).options(*whole).with_for_update(of=Review)
    review = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if review is None:
        raise LookupError(f"There is no review {review_id}.")
    return review


def move_on(
    actor: Actor,
    review: Review,
    stage: ReviewState,
    *,
    standings: Collection[Standing],
    now: datetime,
    detail: dict[str, object] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Take a locked review one stage further, as one act on the audit trail.

    Raises RuleBroken when the review stands aside or elsewhere, or none of ``standings`` may do it.
    """
    event = audit.record(actor, move_to(stage).act, review, school_id=review.school_id, detail=detail)
    advance(review, stage, event=event, standings=standings, now=now, reason=reason)
    return event


def advance(
    review: Review,
    stage: ReviewState,
    *,
    event: AuditEvent,
    standings: Collection[Standing],
    now: datetime,
    reason: str = "",
) -> None:
    """The same for an act that is on the audit trail already, as when one stage leads to the next by itself."""
    move = move_to(stage)
    if review.side != Side.NONE:
        raise RuleBroken(None, f"This review is {review.side}. Nothing more can be done until it goes on.")
    if review.state != move.before:
        said = f"This review is at the stage “{review.stage.label}”, so it cannot go to “{stage.label}” now."
        raise RuleBroken(None, said)
    if not set(standings) & move.by:
        who = " or ".join(sorted(standing.label for standing in move.by))
        raise RuleBroken(None, f"Only {who} can do this.")
    _change(review, event, act=move.act, before=review.state, after=stage, now=now, reason=reason)
    review.state = stage


def step_back(
    actor: Actor, review_id: int, *, reason: str, standings: Collection[Standing], version: int, now: datetime
) -> Review:
    """Take a review one stage back. Nothing is deleted. ``version`` is the one the person saw.

    Raises RuleBroken without a reason, by others than the lead and the office, and where there is no way back;
    LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        _refuse_changed(review, version)
        earlier = step_back_from(review.stage)
        if not set(standings) & BACK_BY:
            raise RuleBroken(None, "Only the lead reviewer or the programme office can take a review back.")
        if earlier is None or review.side != Side.NONE:
            raise RuleBroken(None, f"There is no way back from “{review.stage.label}”.")
        said = _reason(reason)
        event = audit.record(actor, BACK, review, school_id=review.school_id, detail={"to": earlier})
        _change(review, event, act=BACK, before=review.state, after=earlier, now=now, reason=said)
        review.state = earlier
        if earlier == ReviewState.TEAM_CONFIRMED:
            give_up_date(review, now=now)
    return review


def move_aside(
    actor: Actor, review_id: int, act: str, *, reason: str, standings: Collection[Standing], now: datetime
) -> Review:
    """Postpone, resume, cancel or withdraw a review, as ``SIDEWAYS`` allows.

    Raises RuleBroken without a reason, from another side, and for others than the table names; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        move = next((move for move in SIDEWAYS if move.act == act), None)
        if move is None:
            raise LookupError(f"Nothing is done by {act}.")
        if review.side not in move.before or review.state == ReviewState.CLOSED:
            raise RuleBroken(None, "This review has been closed, or set aside, in the meantime.")
        if not set(standings) & move.by:
            raise RuleBroken(None, f"Only {' or '.join(sorted(s.label for s in move.by))} can do this.")
        said = _reason(reason)
        event = audit.record(actor, act, review, school_id=review.school_id)
        _change(review, event, act=act, before=review.side, after=move.after, now=now, reason=said)
        review.side, review.side_reason = move.after, said
        follow_side(review, now=now)
    return review


def _refuse_changed(review: Review, version: int) -> None:
    if version and review.version != version:
        raise RuleBroken(None, "This review has moved on since you opened the page. Look again before you decide.")


def _reason(said: str) -> str:
    text = said.strip()
    if not text:
        raise RuleBroken("reason", REASON_NEEDED)
    if len(text) > LONGEST_REASON:
        raise RuleBroken("reason", f"The reason must be {LONGEST_REASON} characters or fewer.")
    return text


def _change(
    review: Review, event: AuditEvent, *, act: str, before: str, after: str, now: datetime, reason: str
) -> None:
    change = ReviewChange(review_id=review.id, audit_id=event.id, act=act, before=before, after=after, at=now)
    change.reason = reason
    db.session.add(change)
