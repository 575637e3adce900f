"""How the process was: said by the headteacher and the reviewers; and closing a review."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.follow_ups import CloseForm, EvaluationForm, said_before
from inclusion_app.improvement.policy import EVALUATES
from inclusion_app.improvement.queries.evaluations import answered, own_evaluation
from inclusion_app.improvement.rules.evaluations import FEWEST_SHOWN, shows_text
from inclusion_app.improvement.services.evaluating import close_review, give_evaluation
from inclusion_app.reviews.queries import SeenReview, schedules_of
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import Preset, ReviewState

evaluations = Blueprint("evaluations", __name__, url_prefix="/reviews/<int:review_id>")


@evaluations.get("/evaluation")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """The questions, with what one has said before."""
    seen = review_for(review_id, Paper.EVALUATION)
    form = EvaluationForm(**said_before(own_evaluation(review_id, current_actor().person_id or 0)))
    drafts.restore(form, _draft(review_id))
    return _page(seen, form)


@evaluations.post("/evaluation")
@allows(*ANY_SIDE)
def give(review_id: int) -> Response:
    """Keep the answers."""
    seen, form, actor = review_as(review_id, *EVALUATES), EvaluationForm(), current_actor()

    def act() -> Done:
        give_evaluation(
            actor,
            review_id,
            said=form.said(),
            version=form.edited_version,
            standings=seen.standings,
            now=clock.now(),
        )
        return Done(f"/reviews/{review_id}/evaluation", "Thank you. You can change this until the review is closed.")

    return submit(form, act, lambda: _page(review_as(review_id, *EVALUATES), form), draft=_draft(review_id))


@evaluations.get("/close")
@allows(*ANY_SIDE)
def ask_close(review_id: int) -> Response:
    """What is still missing before the review is closed, for the programme office."""
    return _close_page(review_as(review_id, Standing.OFFICE), CloseForm(formdata=None))


@evaluations.post("/close")
@allows(*ANY_SIDE)
def close(review_id: int) -> Response:
    """Close it now."""
    seen, form, actor = review_as(review_id, Standing.OFFICE), CloseForm(), current_actor()

    def act() -> Done:
        close_review(actor, review_id, reason=form.reason.data or "", standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}", "The review is closed.")

    return submit(form, act, lambda: _close_page(review_as(review_id, Standing.OFFICE), form))


def _page(seen: SeenReview, form: EvaluationForm) -> Response:
    form.draft_key = _draft(seen.review.id)
    return page(
        "improvement/evaluation.html",
        review=seen.review,
        form=form,
        fewest=FEWEST_SHOWN,
        shows_text=shows_text(Preset(seen.review.cycle.preset)),
        is_over=seen.review.stage == ReviewState.CLOSED,
    )


def _close_page(seen: SeenReview, form: CloseForm) -> Response:
    review = seen.review
    due = schedules_of([review], today=clock.today())[review.id].of(ReviewState.CLOSED).due_on
    is_time = review.stage == ReviewState.FOLLOWED_UP
    return page("improvement/close.html", review=review, form=form, given=answered(review.id), due=due, is_time=is_time)


def _draft(review_id: int) -> str:
    return f"evaluation-{review_id}"
