"""Actions that somebody owns, and how they go."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.plans import ProgressForm
from inclusion_app.improvement.policy import may_mark
from inclusion_app.improvement.queries.actions import OwnAction, actions_owned_by, published_action
from inclusion_app.improvement.services.progress import mark_progress

own_actions = Blueprint("own_actions", __name__, url_prefix="/my-actions")


@own_actions.get("")
@allows(Action.KEEP_OWN_ACTIONS)
def listed() -> Response:
    """What I own in the plans of my schools, and by when."""
    actor = current_actor()
    owned = actions_owned_by(actor.person_id or 0, school_ids=actor.school_ids)
    return page("improvement/own_actions.html", owned=owned, today=clock.today())


@own_actions.get("/<int:action_id>")
@allows(Action.KEEP_OWN_ACTIONS)
def show(action_id: int) -> Response:
    """One action, and how it goes."""
    own = _own(action_id)
    form = ProgressForm.to_show(own.action)
    drafts.restore(form, _draft(action_id))
    return _page(own, form)


@own_actions.post("/<int:action_id>")
@allows(Action.KEEP_OWN_ACTIONS)
def mark(action_id: int) -> Response:
    """Say how it goes."""
    own, actor = _own(action_id), current_actor()
    form = ProgressForm.to_show(own.action)

    def act() -> Done:
        mark_progress(
            actor,
            action_id,
            progress=form.progress.data or "",
            note=form.note.data or "",
            version=form.edited_version,
            now=clock.now(),
        )
        return Done(f"/my-actions/{action_id}", "Saved. It shows in the plan now.")

    return submit(form, act, lambda: _page(_own(action_id), form), draft=_draft(action_id))


def _own(action_id: int) -> OwnAction:
    own = published_action(action_id)
    if own is None:
        abort(404)
    enforce(may_mark(current_actor(), owner_id=own.action.owner_id, school_id=own.action.review.school_id))
    return own


def _page(own: OwnAction, form: ProgressForm) -> Response:
    form.draft_key = _draft(own.action.id)
    is_head = current_actor().can(Action.LEAD_SCHOOL_REVIEW, school_id=own.action.review.school_id)
    return page("improvement/progress.html", own=own, form=form, is_head=is_head, today=clock.today())


def _draft(action_id: int) -> str:
    return f"progress-{action_id}"
