"""The actions of a plan: written, changed, taken out."""

from flask import Blueprint, Response, abort

from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.plans import ActionForm
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.policy import WRITES_DRAFT, may_write
from inclusion_app.improvement.queries.areas import areas_of, areas_of_report
from inclusion_app.improvement.queries.plans import actions_of, workshop_of
from inclusion_app.improvement.services.actions import add_action, change_action, remove_action
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState

plan_actions = Blueprint("plan_actions", __name__, url_prefix="/reviews/<int:review_id>/plan/actions")


@plan_actions.get("/new")
@allows(*ANY_SIDE)
def new(review_id: int) -> Response:
    """An empty action, or the one that was begun."""
    seen = review_as(review_id, *WRITES_DRAFT)
    form = _form(seen, None)
    drafts.restore(form, _draft(review_id, None))
    return _page(seen, form, None)


@plan_actions.post("/new")
@allows(*ANY_SIDE)
def create(review_id: int) -> Response:
    """Add it to the plan."""
    seen, actor = review_as(review_id, *WRITES_DRAFT), current_actor()
    form = _form(seen, None)

    def act() -> Done:
        action = add_action(actor, review_id, said=form.said(), standings=seen.standings, now=clock.now())
        return Done(f"/reviews/{review_id}/plan#action-{action.id}", f"Action {action.position} is in the plan.")

    return submit(form, act, lambda: _again(review_id, form, None), draft=_draft(review_id, None))


@plan_actions.get("/<int:action_id>/edit")
@allows(*ANY_SIDE)
def edit(review_id: int, action_id: int) -> Response:
    """The action as it stands, or as somebody had begun to change it."""
    seen = review_as(review_id, *WRITES_DRAFT)
    action = _action(review_id, action_id)
    form = _form(seen, action)
    drafts.restore(form, _draft(review_id, action_id))
    return _page(seen, form, action)


@plan_actions.post("/<int:action_id>/edit")
@allows(*ANY_SIDE)
def save(review_id: int, action_id: int) -> Response:
    """Change it; what a published action said before is kept."""
    seen, actor = review_as(review_id, *WRITES_DRAFT), current_actor()
    action = _action(review_id, action_id)
    form = _form(seen, action)

    def act() -> Done:
        saved = change_action(
            actor,
            review_id,
            action_id,
            said=form.said(),
            version=form.edited_version,
            standings=seen.standings,
            now=clock.now(),
        )
        return Done(f"/reviews/{review_id}/plan#action-{action_id}", f"Action {saved.position} is saved.")

    return submit(form, act, lambda: _again(review_id, form, action_id), draft=_draft(review_id, action_id))


@plan_actions.post("/<int:action_id>/remove")
@allows(*ANY_SIDE)
def remove(review_id: int, action_id: int) -> Response:
    """Take it out of the draft."""
    if earlier := sent_already():  # what the first sending took out is not there for the second
        return earlier
    seen, actor, form = review_as(review_id, *WRITES_DRAFT), current_actor(), Form()
    _action(review_id, action_id)

    def act() -> Done:
        remove_action(actor, review_id, action_id, standings=seen.standings)
        return Done(f"/reviews/{review_id}/plan", "The action is taken out of the plan.")

    def otherwise() -> Response:
        again = review_as(review_id, *WRITES_DRAFT)
        action = _action(review_id, action_id)
        shown = _form(again, action)
        shown.forget_sent(action)
        shown.problem = form.problem
        return _page(again, shown, action)

    return submit(form, act, otherwise, draft=_draft(review_id, action_id))


def _action(review_id: int, action_id: int) -> PlanAction:
    found = next((action for action in actions_of(review_id) if action.id == action_id), None)
    if found is None:
        abort(404)
    return found


def _form(seen: SeenReview, action: PlanAction | None) -> ActionForm:
    areas = areas_of(seen.review.cycle.framework_id)
    staff = staff_of(seen.review.school_id, today=clock.today())
    return ActionForm.to_show(action, areas=areas, staff=staff)


def _again(review_id: int, form: ActionForm, action_id: int | None) -> Response:
    action = _action(review_id, action_id) if action_id is not None else None
    return _page(review_as(review_id, *WRITES_DRAFT), form, action)


def _page(seen: SeenReview, form: ActionForm, action: PlanAction | None) -> Response:
    review = seen.review
    form.draft_key = _draft(review.id, action.id if action else None)
    areas = areas_of(review.cycle.framework_id)
    in_report = areas_of_report(review) if seen.shows(Paper.REPORT) else frozenset()
    return page(
        "improvement/action_form.html",
        review=review,
        action=action,
        form=form,
        mine=form.said_in_words(),
        areas=areas,
        workshop=workshop_of(review.id),
        of_report=[title for code, title in areas.items() if code in in_report],
        reads_report=seen.shows(Paper.REPORT),
        may_write=may_write(seen),
        is_published=review.stage.has_reached(ReviewState.PLAN_AGREED),
    )


def _draft(review_id: int, action_id: int | None) -> str:
    return f"action-{review_id}-{action_id or 'new'}"
