"""The audit trail and the outbox, for managers of the team."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.forms import AuditSearchForm
from inclusion_app.accounts.queries.trail import events_found, message_counts, messages_in
from inclusion_app.foundation.database import db
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.outbox import MessageState, OutboxMessage
from inclusion_app.foundation.outbox.retrying import CAN_GO_AGAIN, retry_dead_messages, retry_message
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate

audit_trail = Blueprint("audit_trail", __name__)


@audit_trail.get("/team/audit")
@allows(Action.VIEW_AUDIT)
def show() -> Response:
    """Who did what, and when."""
    form = AuditSearchForm(request.args)
    day = form.day.data if form.validate() else None
    query = events_found(act=form.act.data or "", person=form.person.data or "", day=day)
    asked = {name: request.args.get(name, "") for name in ("act", "person", "day")}
    return page(
        "accounts/audit.html",
        fragments={"results": "accounts/_partials/audit_found.html"},
        form=form,
        found=paginate(query, request.args.get("page", 1, int), per_page=50),
        asked=asked,
    )


@audit_trail.get("/team/messages")
@allows(Action.VIEW_OUTBOX)
def messages() -> Response:
    """Which messages went out, which wait, and which cannot be delivered."""
    return _messages_page(Form(formdata=None))


@audit_trail.get("/team/messages/<int:message_id>")
@allows(Action.VIEW_OUTBOX)
def message(message_id: int) -> Response:
    """One message: what it says, and what has become of it."""
    return _message_page(_message(message_id), Form(formdata=None))


@audit_trail.post("/team/messages/<int:message_id>/retry")
@allows(Action.RETRY_MESSAGES)
def retry(message_id: int) -> Response:
    """Send it again."""
    _message(message_id)
    form = Form()

    def act() -> Done:
        retry_message(current_actor(), message_id)
        return Done(f"/team/messages/{message_id}", "The message waits to go out again.")

    return submit(form, act, lambda: _message_page(_message(message_id), form))


@audit_trail.post("/team/messages/retry-dead")
@allows(Action.RETRY_MESSAGES)
def retry_dead() -> Response:
    """Send everything again that could not be delivered."""
    form = Form()

    def act() -> Done:
        number = retry_dead_messages(current_actor())
        said = "1 message waits" if number == 1 else f"{number} messages wait"
        return Done("/team/messages", f"{said} to go out again.")

    return submit(form, act, lambda: _messages_page(form))


def _message(message_id: int) -> OutboxMessage:
    found = db.session.get(OutboxMessage, message_id)
    if found is None:
        abort(404)
    return found


def _message_page(found: OutboxMessage, form: Form) -> Response:
    return page("accounts/message.html", message=found, form=form, can_go_again=found.state in CAN_GO_AGAIN)


def _messages_page(form: Form) -> Response:
    wanted = request.args.get("state", "")
    state, words = wanted if wanted in set(MessageState) else "", request.args.get("words", "")[:200]
    return page(
        "accounts/messages.html",
        found=paginate(messages_in(state, words), request.args.get("page", 1, int), per_page=50),
        counts=message_counts(),
        state=state,
        words=words,
        form=form,
    )
