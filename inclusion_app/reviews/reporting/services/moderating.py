"""Somebody outside the team reads a draft for its tone and evidence before the school does."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import ModerationNote, Review
from inclusion_app.reviews.reporting.notices import tell_lead, tell_moderator
from inclusion_app.reviews.reporting.queries.moderation import (
    COMMENT,
    READY,
    WAIVED,
    Moderation,
    moderation_of,
    possible_moderators,
)
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side

NOT_MODERATED = "Drafts of this cycle are not moderated."
NOT_THEM = "Choose an accredited reviewer who is neither on the team nor of the school."
ONLY_NOW = "A draft is moderated when every review form is in and before it goes to the school."
ENDED = "The moderation of this draft has ended already."


def name_moderator(actor: Actor, review_id: int, person_id: int) -> None:
    """Say who reads the draft, and tell them. Raises RuleBroken for somebody with a part in the review."""
    with transaction():
        review = _before_release(locked_review(review_id))
        if person_id not in {person.id for person in possible_moderators(review)}:
            raise RuleBroken("moderator", NOT_THEM)
        review.moderator_id = person_id
        db.session.flush()
        event = audit.record(
            actor, "name_moderator", review, school_id=review.school_id, detail={"person_id": person_id}
        )
        tell_moderator(review, once=event.id)


def comment_on_draft(actor: Actor, review_id: int, *, text: str, now: datetime) -> None:
    """The moderator's comment, for the lead alone. Raises RuleBroken without one, or at another time."""
    said = text.strip()
    if not said:
        raise RuleBroken("text", "Write what the lead should look at.")
    _say(actor, review_id, COMMENT, text=said, now=now)


def pass_draft(actor: Actor, review_id: int, *, now: datetime) -> None:
    """The moderator says that the draft is ready for the school. Raises RuleBroken at another time."""
    _say(actor, review_id, READY, text="", now=now)


def waive_moderation(actor: Actor, review_id: int, *, reason: str, now: datetime) -> None:
    """The programme office lets a draft go without its moderator. Raises RuleBroken without a reason."""
    said = reason.strip()
    if not said:
        raise RuleBroken("reason", "Say why the draft goes out without a moderator.")
    _say(actor, review_id, WAIVED, text=said, now=now)


ACTS = {COMMENT: "comment_on_draft", READY: "pass_draft", WAIVED: "waive_moderation"}


def _say(actor: Actor, review_id: int, kind: str, *, text: str, now: datetime) -> None:
    with transaction():
        review = _before_release(locked_review(review_id))
        moderation = _open_moderation(review)
        note = ModerationNote(review_id=review_id, round_number=moderation.round_number, kind=kind, text=text)
        note.said_at, note.said_by_id = now, actor.person_id
        db.session.add(note)
        event = audit.record(actor, ACTS[kind], review, school_id=review.school_id)
        tell_lead(f"moderation_{kind}", review, page="report/moderation", once=event.id)


def _open_moderation(review: Review) -> Moderation:
    if review.stage != ReviewState.FORMS_IN:
        raise RuleBroken(None, ONLY_NOW)
    moderation = moderation_of(review)
    if moderation.ended is not None:
        raise RuleBroken(None, ENDED)
    return moderation


def _before_release(review: Review) -> Review:
    if not review.cycle.moderated:
        raise RuleBroken(None, NOT_MODERATED)
    if review.side != Side.NONE or review.stage.has_reached(ReviewState.DRAFT_WITH_HOST):
        raise RuleBroken(None, ONLY_NOW)
    return review
