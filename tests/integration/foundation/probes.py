"""Routes of our own, to see what the foundation does with a form, an error or a page; no feature is needed."""

from typing import Any

from flask import Blueprint, Response, abort, render_template_string
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import TooManyRequests
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import drafts
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page

probes = Blueprint("probes", __name__, url_prefix="/probes")
DRAFT = "probe-note"
PAGE = """{% from "components/forms.html" import start, end, field, button, error_summary, conflict %}
<!DOCTYPE html><html lang="en"><head><title>Note</title></head><body>
{% for category, text in get_flashed_messages(with_categories=True) %}<p class="said">{{ text }}</p>{% endfor %}
{{ error_summary(form) }}{{ conflict(form) }}
{{ start(form, draft=draft) }}{{ field(form.title) }}{{ field(form.note) }}{{ button("Save") }}{{ end() }}
</body></html>"""
REASON_OF = {
    "rule": RuleBroken("title", "This title is taken."),
    "several": RuleBroken.several([("note", "The note is wrong."), (None, "Nothing fits.")]),
    "stale": StaleEdit({"note": "What they wrote <b>"}, version=8),
}


class NoteForm(Form):
    """A note; ``title`` also chooses what the act does."""

    title = StringField("Title")
    note = TextAreaField("Note", validators=[Length(max=30_000, message="The note is too long.")])


def _form_page(form: NoteForm) -> Response:
    return Response(render_template_string(PAGE, form=form, draft=DRAFT))


@probes.get("/note")
@allows(Action.USE_ACCOUNT)
def note() -> Response:
    """The form, with the draft of whoever asks."""
    form = NoteForm()
    drafts.restore(form, DRAFT)
    return _form_page(form)


@probes.post("/note")
@allows(Action.USE_ACCOUNT)
def write() -> Response:
    """Adds one audit row, unless the title says how to fail."""
    form = NoteForm()

    def act() -> Done:
        record(current_actor(), "write_note", ("note", form.title.data))
        if form.title.data in REASON_OF:
            raise REASON_OF[form.title.data]
        if form.title.data == "fault":
            raise KeyError("a fault nobody expected")
        return Done("/probes/done", f"The note is saved, version {form.edited_version}.")

    return submit(form, act, lambda: _form_page(form), draft=DRAFT)


@probes.get("/done")
@allows(Action.USE_ACCOUNT)
def done() -> Response:
    """Where a saved note leads."""
    return _form_page(NoteForm())


@probes.route("/status/<int:code>", methods=["GET", "POST"])
@allows(Action.USE_ACCOUNT)
def status(code: int) -> Response:
    """An answer with this status."""
    if code == 429:
        raise TooManyRequests(retry_after=60)
    if code == 200:
        return Response("fine", content_type="text/plain")
    if code != 302:
        abort(code)
    return Response(status=302, headers={"Location": "/"})


@probes.post("/trouble/<kind>")
@allows(Action.USE_ACCOUNT)
def trouble(kind: str) -> Response:
    """Something goes wrong in the middle."""
    troubles: dict[str, Any] = {
        "fault": KeyError("a secret of the inside"),
        "database": OperationalError("SELECT a secret", {}, Exception("server closed the connection")),
        "pool": PoolTimeout("no connection left"),
    }
    raise troubles[kind]


@probes.get("/regions")
@allows(Action.USE_ACCOUNT)
def regions() -> Response:
    """A page with one region."""
    return page("errors/404.html", fragments={"region": "errors/405.html"})
