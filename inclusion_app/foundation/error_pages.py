"""Error pages: a plain sentence, what to do next, and what the person had typed."""

import logging

from flask import Flask, Response, current_app, g, render_template, request
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from inclusion_app.foundation import drafts
from inclusion_app.foundation.database import db
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.intake import is_our_own_page, why_too_large

KNOWN = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})
TRY_AGAIN_SECONDS = 10
READ_BACK_BYTES = 8_000_000
FORM_EXPIRED = "We could not accept this form: it was opened before you last signed in or out."
log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Every error of the app is answered by a page of the service."""
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(PoolTimeout, _database_away)
    app.register_error_handler(Exception, _fault)


def _answer(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    shown = code if code in KNOWN else (500 if code >= 500 else 400)
    reason = why_too_large() if code == 413 else None
    response = _page(shown, reason=reason or _reason(error), kept=kept_text(code))
    response.status_code = code
    for name, value in error.get_headers():
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    return response


def form_to_send_again(reason: str, *, status: int = 400) -> Response:
    """What was sent, with a new forgery token, for the person to check and send again."""
    fields = drafts.kept_fields(request.form)
    response = _page(400, reason=reason, resend_path=request.path, fields=fields, form=Form(formdata=None))
    response.status_code = status
    return response


def _expired_form(_error: CSRFError) -> Response:
    # Another site's form must not be turned into one of ours by a friendly button.
    if drafts.kept_fields(request.form) and is_our_own_page():
        return form_to_send_again(FORM_EXPIRED)
    return _page(400, reason=FORM_EXPIRED, kept=kept_text(400))


def _database_away(error: Exception) -> Response:
    log.error("The database does not answer: %s", type(error).__name__)
    db.session.rollback()
    busy = ServiceUnavailable(retry_after=TRY_AGAIN_SECONDS)
    response = _page(503, kept=kept_text(503), retry_after=TRY_AGAIN_SECONDS)
    response.headers["Retry-After"] = str(busy.retry_after)
    return response


def _fault(error: Exception) -> Response:
    log.error("Unexpected fault at %s %s", request.method, request.path, exc_info=error)
    db.session.rollback()
    return _page(InternalServerError.code, kept=kept_text(500))


def kept_text(code: int) -> list[tuple[str, str]]:
    """What the person had typed, as (label, text), so that no error page costs them their words."""
    if request.method in {"GET", "HEAD"}:
        return []
    sent = _read_back() if code == 413 else request.form
    fields = drafts.kept_fields(sent)
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), text)
        for name, texts in fields.items()
        for text in texts
        if text and not name.startswith("version")
    ]


def _read_back() -> "MultiDict[str, str]":
    """The fields of a form that was too large to accept but small enough to show again."""
    if (request.content_length or READ_BACK_BYTES) >= READ_BACK_BYTES:
        return MultiDict()
    request.max_content_length = request.max_form_memory_size = READ_BACK_BYTES
    try:
        return request.form
    except HTTPException:
        return MultiDict()


def _reason(error: HTTPException) -> str | None:
    standard = type(error).description
    return error.description if error.description and error.description != standard else None


def _page(code: int, **context: object) -> Response:
    _make_sure_of_somebody()
    return Response(render_template(f"errors/{code}.html", **context), status=code)


def _make_sure_of_somebody() -> None:
    """Whoever is signed in may not be known, as the database is away; the page is then shown as to anybody."""
    try:
        _ = current_user.is_authenticated
    except SQLAlchemyError:
        db.session.rollback()
        manager: LoginManager = current_app.extensions["sign_in"]
        g._login_user = manager.anonymous_user()  # noqa: SLF001  # where flask-login keeps it
