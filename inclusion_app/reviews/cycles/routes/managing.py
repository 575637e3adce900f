"""One review from the board: its deadlines, back a step, aside."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.board.forms import ASIDE, AsideForm, BackForm, DeadlineForm
from inclusion_app.reviews.cycles.board.services import MOVABLE, set_aside, set_deadline
from inclusion_app.reviews.queries import SeenReview, schedules_of
from inclusion_app.reviews.routes.opening import review_as
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.table import step_back_from
from inclusion_app.reviews.services import step_back
from inclusion_app.reviews.states import Side

managing = Blueprint("managed_reviews", __name__, url_prefix="/team/cycles/<int:cycle_id>/board/<int:review_id>")
OFFICE = frozenset({Standing.OFFICE})


@managing.get("")
@allows(Action.RUN_REVIEWS)
def show(cycle_id: int, review_id: int) -> Response:
    """What the office can do about it."""
    return _page(_seen(cycle_id, review_id))


@managing.post("/deadline")
@allows(Action.RUN_REVIEWS)
def deadline(cycle_id: int, review_id: int) -> Response:
    """Move or waive a deadline."""
    seen, form, actor, now = _seen(cycle_id, review_id), DeadlineForm(), current_actor(), clock.now()

    def act() -> Done:
        waives = form.how.data == "waive"
        if not waives and form.due_on.data is None:
            raise RuleBroken("due_on", "Enter the new deadline")
        due_on = None if waives else form.due_on.data
        stage, reason = form.stage.data or "", form.reason.data or ""
        set_deadline(actor, review_id, stage, due_on=due_on, reason=reason, today=clock.today(), now=now)
        return Done(_address(cycle_id, review_id), "The deadline is waived." if waives else "The deadline is moved.")

    return submit(form, act, lambda: _page(seen, deadline=form))


@managing.post("/back")
@allows(Action.RUN_REVIEWS)
def back(cycle_id: int, review_id: int) -> Response:
    """One step back; nothing is deleted."""
    seen, form, actor, now = _seen(cycle_id, review_id), BackForm(), current_actor(), clock.now()

    def act() -> Done:
        reason, version = form.reason.data or "", form.edited_version
        review = step_back(actor, review_id, reason=reason, standings=OFFICE, version=version, now=now)
        return Done(_address(cycle_id, review_id), f"The review is back at “{review.stage.label}”.")

    return submit(form, act, lambda: _page(seen, back=form))


@managing.post("/aside")
@allows(Action.RUN_REVIEWS)
def aside(cycle_id: int, review_id: int) -> Response:
    """Postpone, resume, cancel, or take the school out."""
    seen, form, actor, now = _seen(cycle_id, review_id), AsideForm(), current_actor(), clock.now()

    def act() -> Done:
        chosen = form.act.data
        if chosen not in ASIDE:
            raise RuleBroken("act", "Choose what is to happen")
        set_aside(actor, review_id, chosen, reason=form.reason.data or "", standings=OFFICE, now=now)
        return Done(_address(cycle_id, review_id), "Done. The reason is kept with the review.")

    return submit(form, act, lambda: _page(seen, aside=form))


def _seen(cycle_id: int, review_id: int) -> SeenReview:
    seen = review_as(review_id, Standing.OFFICE)
    if seen.review.cycle_id != cycle_id:
        abort(404)
    return seen


def _address(cycle_id: int, review_id: int) -> str:
    return f"/team/cycles/{cycle_id}/board/{review_id}"


def _page(
    seen: SeenReview,
    *,
    deadline: DeadlineForm | None = None,
    back: BackForm | None = None,
    aside: AsideForm | None = None,
) -> Response:
    review, form = seen.review, deadline or back or aside or Form(formdata=None)
    deadline, back, aside = (
        deadline or DeadlineForm(formdata=None),
        back or BackForm(formdata=None),
        aside or AsideForm(formdata=None),
    )
    deadline.offer(stage for stage in MOVABLE if not review.stage.has_reached(stage))
    aside.offer(review.side)
    if form is not back:
        back.version.data = str(review.version)
    earlier = step_back_from(review.stage) if review.side == Side.NONE else None
    return page(
        "review_board/manage.html",
        review=review,
        form=form,
        deadline=deadline,
        step=back,
        aside=aside,
        earlier=earlier,
        schedule=schedules_of([review], today=clock.today())[review.id],
    )
