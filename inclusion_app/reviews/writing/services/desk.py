"""Opening a form to write in it: held, and only for those who may."""

from dataclasses import dataclass
from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, ReviewForm
from inclusion_app.reviews.queries import standings_on
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import form_of
from inclusion_app.reviews.writing.rules.doors import why_not_write


@dataclass(frozen=True)
class Place:
    """One area of a form: of the review's self-review or report, or of the actor's own review form."""

    review_id: int
    kind: FormKind
    area: str


@dataclass(frozen=True)
class Desk:
    """A form in the hands of somebody who may write in it, its review held until the transaction ends."""

    review: Review
    form: ReviewForm
    standings: frozenset[Standing]


def opened(actor: Actor, review_id: int, kind: FormKind, *, now: datetime) -> Desk:
    """The form, begun if need be. What somebody is to the review is asked under the lock.

    Raises RuleBroken for those who may not write in it, or not now; LookupError where there is no review.
    """
    review = locked_review(review_id)
    standings = standings_on(actor, review)
    form = form_of(review_id, kind, author_id=actor.person_id)
    submitted = form.submitted_at if form else None
    refuse(why_not_write(kind, standings, stage=review.stage, side=review.side, submitted=submitted))
    return Desk(review, form or _begun(actor, review_id, kind, now=now), standings)


def refuse(reason: str | None) -> None:
    """Stop with the reason, if there is one. Raises RuleBroken."""
    if reason is not None:
        raise RuleBroken(None, reason)


def _begun(actor: Actor, review_id: int, kind: FormKind, *, now: datetime) -> ReviewForm:
    author_id = actor.person_id if kind == FormKind.REVIEW else None
    form = ReviewForm(review_id=review_id, kind=kind, author_id=author_id, begun_at=now)
    db.session.add(form)
    db.session.flush()
    return form
