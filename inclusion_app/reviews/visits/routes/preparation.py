"""The lead's preparation; ready; visited."""

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.forms import PreparationForm
from inclusion_app.reviews.visits.queries.timetable import number_of_activities
from inclusion_app.reviews.visits.services.preparation import (
    finish_preparation,
    lines_of,
    mark_visited,
    save_preparation,
    what_is_missing,
)

preparation = Blueprint("preparation", __name__, url_prefix="/reviews")


@preparation.get("/<int:review_id>/preparation")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """Briefing, lines of enquiry and the school's numbers; for the lead, to be written."""
    seen = review_for(review_id, Paper.PREPARATION)
    form = PreparationForm(formdata=None, data=_saved(seen.review))
    if _may_write(seen):
        drafts.restore(form, _draft_of(review_id))
    return _page(seen, form)


@preparation.post("/<int:review_id>/preparation")
@allows(Action.REVIEW_SCHOOLS, Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def save(review_id: int) -> Response:
    """Keep what the lead has written."""
    seen = review_as(review_id, Standing.LEAD)
    form, actor = PreparationForm(), current_actor()

    def act() -> Done:
        briefing, version = form.briefing.data or "", form.edited_version
        save_preparation(actor, review_id, briefing=briefing, lines=form.lines, version=version)
        return Done(f"/reviews/{review_id}/preparation", "The preparation has been saved.")

    return submit(form, act, lambda: _page(seen, form), draft=_draft_of(review_id))


@preparation.post("/<int:review_id>/preparation/ready")
@allows(Action.REVIEW_SCHOOLS, Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def ready(review_id: int) -> Response:
    """The team is ready for the visit."""
    seen = review_as(review_id, Standing.LEAD)
    form, actor, standings = Form(), current_actor(), seen.standings

    def act() -> Done:
        finish_preparation(actor, review_id, standings=standings, now=clock.now())
        return Done(f"/reviews/{review_id}/preparation", "Everything is ready for the visit.")

    return submit(form, act, lambda: _refused(seen, form))


@preparation.post("/<int:review_id>/preparation/visited")
@allows(Action.REVIEW_SCHOOLS, Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def visited(review_id: int) -> Response:
    """The visit has been held."""
    seen = review_as(review_id, Standing.LEAD)
    form, actor, standings = Form(), current_actor(), seen.standings

    def act() -> Done:
        mark_visited(actor, review_id, standings=standings, now=clock.now())
        return Done(f"/reviews/{review_id}", "The visit has been held. Every reviewer can now submit their form.")

    return submit(form, act, lambda: _refused(seen, form))


def _draft_of(review_id: int) -> str:
    return f"review-{review_id}-preparation"


def _saved(review: Review) -> dict[str, str]:
    lines = [*lines_of(review), "", "", ""]
    texts = {f"line_{number + 1}": lines[number] for number in range(3)}
    return texts | {"briefing": review.briefing, "version": str(review.preparation_version)}


def _may_write(seen: SeenReview) -> bool:
    review = seen.review
    return (
        seen.is_any_of(Standing.LEAD) and review.side == Side.NONE and not review.stage.has_reached(ReviewState.VISITED)
    )


def _refused(seen: SeenReview, refused: Form) -> Response:
    """The page as it stands, and why the step could not be taken."""
    form = PreparationForm(formdata=None, data=_saved(seen.review))
    form.problem = refused.problem
    return _page(seen, form)


def _page(seen: SeenReview, form: PreparationForm) -> Response:
    review, activities = seen.review, number_of_activities(seen.review.id)
    leads = seen.is_any_of(Standing.LEAD) and review.side == Side.NONE
    last = review.visit_until or review.visit_on
    return page(
        "reviews/visits/preparation.html",
        review=review,
        form=form,
        plain=Form(formdata=None),
        draft=_draft_of(review.id),
        lines=lines_of(review),
        writes=_may_write(seen),
        missing=what_is_missing(review, activities=activities),
        activities=activities,
        finishes=leads and review.state == ReviewState.SELF_REVIEW_SUBMITTED,
        waits_for_school=leads and not review.stage.has_reached(ReviewState.SELF_REVIEW_SUBMITTED),
        closes_visit=leads and review.state == ReviewState.READY,
        is_visit_day=last is not None and clock.today() >= last,
    )
