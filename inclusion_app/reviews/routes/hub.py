"""The page that everything of one review hangs on."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_for
from inclusion_app.reviews.routes.sections import sections_for
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState

reviews = Blueprint("reviews", __name__, url_prefix="/reviews")


@reviews.get("/<int:review_id>")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """Where the review stands, what is due when, and what of it this person can open."""
    seen = review_for(review_id, Paper.STAGES)
    schedule = schedules_of([seen.review], today=clock.today())[review_id]
    return page(
        "reviews/hub.html",
        seen=seen,
        review=seen.review,
        schedule=schedule,
        sections=sections_for(seen),
        visited=ReviewState.VISITED,
    )
