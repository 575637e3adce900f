"""The audit trail and the outbox, for managers of the team."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.accounts.forms import AuditSearchForm
from inclusion_app.accounts.queries.trail import events_found, message_counts, messages_in
from inclusion_app.foundation.outbox import MessageState
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
    wanted = request.args.get("state", "")
    state = wanted if wanted in set(MessageState) else ""
    return page(
        "accounts/messages.html",
        found=paginate(messages_in(state), request.args.get("page", 1, int), per_page=50),
        counts=message_counts(),
        state=state,
    )
