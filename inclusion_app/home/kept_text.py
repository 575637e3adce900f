"""Routes for typed text that could not be accepted: autosaved drafts, and forms to send again."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import drafts
from inclusion_app.foundation.forms import Form, go_to
from inclusion_app.foundation.links import path_here
from inclusion_app.foundation.pages import page

kept_text = Blueprint("kept_text", __name__)


@kept_text.post("/drafts/<key>")
@allows(Action.USE_ACCOUNT)
def save(key: str) -> Response:
    """Keep what is in the form right now; an older request that arrives late changes nothing."""
    saved = drafts.save_sent(_person_id(), key, request.form)
    return Response(status=204 if saved else 409)


@kept_text.post("/drafts/<key>/discard")
@allows(Action.USE_ACCOUNT)
def discard(key: str) -> Response:
    """Throw the draft away and show the page afresh."""
    drafts.forget(_person_id(), key[:200])
    return go_to(path_here(request.form.get("next")))


@kept_text.get("/kept/<key>")
@allows(Action.USE_ACCOUNT)
def show_kept(key: str) -> Response:
    """A form that arrived after its session was over, to be checked and sent again by the same person."""
    draft = drafts.find(_person_id(), key) if key.startswith(drafts.RESEND) else None
    if draft is None:
        abort(404)
    return page("errors/kept.html", resend_path=draft.path, fields=draft.fields, form=Form())


def _person_id() -> int:
    person_id = current_actor().person_id
    if person_id is None:
        abort(404)
    return person_id
