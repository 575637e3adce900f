"""How every page of one review begins: whoever asks is one of those it concerns, and sees the paper it shows."""

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.reviews.policy import may_act_as, may_read
from inclusion_app.reviews.queries import SeenReview, seen_review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper

ANY_SIDE = (Action.VIEW_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS, Action.VIEW_REVIEWS)
"""The actions of everybody whom a review can concern; the review itself then decides."""


def review_for(review_id: int, paper: Paper) -> SeenReview:
    """The review, for somebody who sees that paper of it; 404 or 403 for others."""
    seen = seen_review(current_actor(), review_id)
    enforce(may_read(seen, paper))
    assert seen is not None  # noqa: S101  # may_read has refused
    return seen


def review_as(review_id: int, *standings: Standing) -> SeenReview:
    """The review, for somebody who is one of these to it; 404 or 403 for others."""
    seen = seen_review(current_actor(), review_id)
    enforce(may_act_as(seen, *standings))
    assert seen is not None  # noqa: S101  # may_act_as has refused
    return seen
