"""Forms as a browser sends them, and what an act has left behind."""

import secrets
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from inclusion_app.foundation.audit import DONE, AuditEvent
from inclusion_app.foundation.database import db
from tests.support.html import Form, parse, posting_forms
from tests.support.visitor import Visitor

NOTE = "/probes/note"


def shown_form(response: TestResponse, page: str = NOTE) -> Form:
    """The one form of a page that posts back to it."""
    [form] = [f for f in posting_forms(response.get_data(as_text=True), page) if f.action == page]
    return form


def token_of(visitor: Visitor) -> str:
    """A valid token of the visitor's own session."""
    return shown_form(visitor.get(NOTE)).fields["csrf_token"][0]


def note(visitor: Visitor, **fields: Any) -> dict[str, Any]:
    """Fields of the note form, with a token of the visitor's and a one-time key of its own."""
    return {"csrf_token": token_of(visitor), "form_key": secrets.token_urlsafe(8), "title": "", "note": ""} | fields


def textareas(response: TestResponse) -> list[str]:
    """The texts of a page's text areas, as a browser would send them."""
    found = parse(response.get_data(as_text=True)).iter("textarea")
    return ["".join(area.itertext()).removeprefix("\n") for area in found]


def acts(act: str = "write_note") -> int:
    """How often the act was done."""
    query = select(func.count()).where(AuditEvent.act == act, AuditEvent.outcome == DONE)
    return db.session.scalar(query) or 0
