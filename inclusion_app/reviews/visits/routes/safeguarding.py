"""What to do when a child may be at risk, and that work was stopped for it: never about what."""

from collections.abc import Callable

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, settings
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.visits.queries.safeguarding import own_pause, pauses_of
from inclusion_app.reviews.visits.services.safeguarding import record_end_of_pause, record_pause

safeguarding = Blueprint("safeguarding", __name__, url_prefix="/reviews")
STOPS = tuple(set(Standing) - {Standing.TEAM, Standing.OFFICER, Standing.ASKED, Standing.SYSTEM})
"""Everybody who works on a review."""


@safeguarding.get("/<int:review_id>/safeguarding")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """The way to go, in words, and a button to record that work stopped."""
    return _page(review_for(review_id, Paper.STAGES), Form(formdata=None))


@safeguarding.post("/<int:review_id>/safeguarding/pause")
@allows(*ANY_SIDE)
def pause(review_id: int) -> Response:
    """Record that work was stopped."""
    return _record(review_id, record_pause, "It has been recorded that you stopped, and nothing else.")


@safeguarding.post("/<int:review_id>/safeguarding/go-on")
@allows(*ANY_SIDE)
def go_on(review_id: int) -> Response:
    """Record that work goes on."""
    return _record(review_id, record_end_of_pause, "It has been recorded that you have gone on.")


def _record(review_id: int, record: Callable[..., None], message: str) -> Response:
    seen = review_as(review_id, *STOPS)
    form, actor = Form(), current_actor()

    def act() -> Done:
        record(actor, seen.review, now=clock.now())
        return Done(f"/reviews/{review_id}/safeguarding", message)

    return submit(form, act, lambda: _page(seen, form))


def _page(seen: SeenReview, form: Form) -> Response:
    review = seen.review
    return page(
        "reviews/visits/safeguarding.html",
        review=review,
        form=form,
        stopped_at=own_pause(review.id, current_actor().person_id),
        stops=seen.is_any_of(*STOPS),
        pauses=pauses_of(review.id) if seen.is_any_of(Standing.OFFICE) else None,
        lado_contact=settings.text("lado_contact"),
    )
