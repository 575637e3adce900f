"""Where GOV.UK Notify reports what has become of messages."""

import hmac

from flask import Blueprint, Response, abort, request

from inclusion_app.foundation import clock
from inclusion_app.foundation.outbox.notify import note_report
from inclusion_app.foundation.settings import text

notify = Blueprint("notify", __name__)


@notify.post("/notify/callback")
def callback() -> Response:
    """One report. It comes from Notify's servers with the token that was agreed, not from a browser with a session:
    there is no cookie that another site could ride on, so this address alone needs no CSRF token."""
    agreed = text("notify_callback_token")
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not agreed or not hmac.compare_digest(agreed.encode(), sent.encode()):
        abort(404)
    report = request.get_json(silent=True)
    if not isinstance(report, dict):
        abort(400)
    note_report(str(report.get("reference", "")), str(report.get("status", "")), now=clock.now())
    return Response(status=204)
