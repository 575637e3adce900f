"""What somebody owes, by when, in order, across all their reviews."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.chasing.mine import own_reviews, schools_led_by
from inclusion_app.reviews.routes.opening import ANY_SIDE

owed = Blueprint("owed_reviews", __name__, url_prefix="/reviews")


@owed.get("")
@allows(*ANY_SIDE)
def listed() -> Response:
    """First what is owed, then every review that one is part of, and invitations that wait."""
    actor, today = current_actor(), clock.today()
    return page("reviews/owed.html", own=own_reviews(actor, today=today), schools=schools_led_by(actor), today=today)
