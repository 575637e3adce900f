"""The school's response, which travels with the report."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.models import HostResponse
from inclusion_app.reviews.reporting.rules.points import MOST_WORDS, words_in
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side

ONLY_NOW = "A response can be written from the draft until the report is final."


def save_response(actor: Actor, review_id: int, *, text: str, version: int, now: datetime) -> None:
    """Keep the response; an empty one takes it away. ``version`` is the one the person saw, 0 for a first one.

    Raises RuleBroken beyond ``MOST_WORDS`` words and at another stage, StaleEdit, LookupError.
    """
    said = text.strip()
    if words_in(said) > MOST_WORDS:
        raise RuleBroken("text", f"The response must be {MOST_WORDS} words or fewer. It has {words_in(said)}.")
    with transaction():
        review = locked_review(review_id)
        has_draft = review.stage.has_reached(ReviewState.DRAFT_WITH_HOST)
        if review.side != Side.NONE or not has_draft or review.stage.has_reached(ReviewState.FINAL):
            raise RuleBroken(None, ONLY_NOW)
        row = db.session.get(HostResponse, review_id, populate_existing=True)
        if (row.version if row else 0) != version:
            raise StaleEdit({"text": row.text if row else ""}, version=row.version if row else 0)
        if row is None:
            row = HostResponse(review_id=review_id, text="")
            db.session.add(row)
        row.text, row.written_at, row.written_by_id = said, now, actor.person_id
        audit.record(actor, "save_response", review, school_id=review.school_id, detail={"words": words_in(said)})
