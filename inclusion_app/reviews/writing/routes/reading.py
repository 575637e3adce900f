"""The review forms of the whole team, for those who have submitted their own."""

from flask import Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.routes.opening import review_for
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import contents_of, form_of, questions_for, team_forms
from inclusion_app.reviews.writing.routes.rooms import writing


@writing.get("/forms")
@allows(Action.REVIEW_SCHOOLS)
def of_team(review_id: int) -> Response:
    """Whose form is in, and whose is not yet."""
    seen = review_for(review_id, Paper.TEAM_FORMS)
    return page("reviews/writing/team.html", review=seen.review, forms=team_forms(review_id))


@writing.get("/forms/<int:form_id>")
@allows(Action.REVIEW_SCHOOLS)
def read(review_id: int, form_id: int) -> Response:
    """One submitted form of somebody on the team; what is still being written is nobody else's."""
    seen = review_for(review_id, Paper.TEAM_FORMS)
    shown = [form for form in team_forms(review_id) if form.form_id == form_id and form.submitted_at]
    if not shown:
        abort(404)
    form = form_of(review_id, FormKind.REVIEW, author_id=shown[0].person_id)
    return page(
        "reviews/writing/read.html",
        review=seen.review,
        whose=shown[0],
        is_own=shown[0].person_id == current_actor().person_id,
        questions=questions_for(seen.review),
        contents=contents_of(form),
        uses_ratings=seen.review.cycle.uses_ratings,
    )
