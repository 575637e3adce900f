"""The draft goes to the school, and what it says then is kept."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import ReportVersion, Review
from inclusion_app.reviews.reporting.notices import tell_school
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.queries.moderation import moderation_of
from inclusion_app.reviews.reporting.queries.versions import DRAFT
from inclusion_app.reviews.reporting.rules.checks import what_stands_in_the_way
from inclusion_app.reviews.reporting.rules.content import ReportContent, digest_of
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState

MODERATOR_FIRST = "The moderator has not said yet that this draft is ready for the school."


def release_draft(actor: Actor, review_id: int, *, standings: Collection[Standing], now: datetime) -> ReportVersion:
    """Send the draft to head and coordinator, and keep it as it is now.

    Raises RuleBroken naming everything that is missing or breaks the rating rule, before the moderator has said
    *ready*, and at another stage; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        content = working_content(review)
        if moderation_of(review).holds_up:
            raise RuleBroken(None, MODERATOR_FIRST)
        refuse_gaps(content)
        number = next_number(review_id)
        event = move_on(
            actor, review, ReviewState.DRAFT_WITH_HOST, standings=standings, now=now, detail={"version": number}
        )
        version = kept_version(actor, review, DRAFT, content=content, now=now)
        tell_school("draft_released", review, page="report/draft", once=event.id)
    return version


def refuse_gaps(content: ReportContent) -> None:
    """Raises RuleBroken when something stands in the way of a report that others read."""
    gaps = what_stands_in_the_way(content)
    if gaps:
        raise RuleBroken.several([(None, gap.sentence) for gap in gaps])


def next_number(review_id: int) -> int:
    """The number of the version that comes next; under the review's lock."""
    last = db.session.scalar(select(func.max(ReportVersion.number)).where(ReportVersion.review_id == review_id))
    return (last or 0) + 1


def kept_version(actor: Actor, review: Review, kind: str, *, content: ReportContent, now: datetime) -> ReportVersion:
    """A version that says this for good."""
    kept = content.as_json()
    version = ReportVersion(review_id=review.id, number=next_number(review.id), kind=kind, content=kept)
    version.digest, version.made_at, version.made_by_id = digest_of(kept), now, actor.person_id
    db.session.add(version)
    db.session.flush()
    return version
