"""Forms, and the one way to act on them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField

from inclusion_app.foundation import clock, drafts, idempotency
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.numbers import whole_number

UNPROCESSABLE = 422
CONFLICT = 409
SENT_BEFORE = "You have already sent this form, so nothing was done a second time."
NOT_CONTENT = {"csrf_token"}


def new_key() -> str:
    """A one-time key for one showing of a form."""
    return secrets.token_urlsafe(16)


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The base of every form: CSRF token, one-time key, and the version of what is edited."""

    form_key = HiddenField(default=new_key)
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problem: list[str] = []
        self.conflict: dict[str, str] = {}
        self.draft_key: str | None = None
        self.restored_at: Any = None

    def refuse(self, refusal: RuleBroken) -> None:
        """Put each problem beside its field; one without a field of this form stands above the form."""
        for name, sentence in refusal.problems:
            field = self._fields.get(name) if name else None
            if field is None:
                self.problem.append(sentence)
            else:
                field.errors = [*field.errors, sentence]

    @property
    def edited_version(self) -> int:
        """The version the person saw when the form was shown; 0 where the form carries none."""
        return whole_number(self.version.data)


@dataclass(frozen=True)
class Done:
    """What an act leads to: where the person goes next (a path of this service), and what is said there."""

    location: str
    message: str = ""


def submit(
    form: Form, act: Callable[[], Done], otherwise: Callable[[], Response], *, draft: str | None = None
) -> Response:
    """Act on a form that was sent, in one transaction, once.

    A broken rule comes back beside its field (422), an edit on an old version with both texts (409); in either
    case ``otherwise`` shows the form with everything that was typed. The same form sent again leads where the first
    led. ``draft`` names the server-side draft that the act makes needless.
    """
    form.draft_key = draft
    if not form.validate():
        earlier = _earlier_result()  # what the first sending changed may be why the second is found wrong
        return _sent_before(earlier) if earlier else _shown(otherwise, UNPROCESSABLE)
    try:
        done, repeated = _act_once(act, draft)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _shown(otherwise, UNPROCESSABLE)
    except StaleEdit as stale:
        form.conflict = stale.theirs
        form.version.data = str(stale.version)
        form.form_key.data = new_key()
        return _shown(otherwise, CONFLICT)
    if repeated:
        return _sent_before(done)
    if done.message:
        flash(done.message, "success")
    return go_to(done.location)


def sent_already() -> Response | None:
    """Where this same form led when it was sent before, for routes that cannot even begin; nothing when it is new."""
    earlier = _earlier_result()
    return _sent_before(earlier) if earlier else None


def go_to(location: str) -> Response:
    """Send the browser to a page: by redirect, or by a header where htmx would swap the page into a fragment."""
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return Response(status=204, headers={"HX-Redirect": location})
    return redirect(location, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's here


def _act_once(act: Callable[[], Done], draft: str | None) -> tuple[Done, bool]:
    person_id, digest = _sender(), _digest()
    with transaction():
        earlier = idempotency.claim(digest, person_id=person_id, now=clock.now()) if digest else None
        if earlier is not None:
            return Done(earlier.location, earlier.message), True
        done = act()
        if digest:
            idempotency.keep_result(digest, location=done.location, message=done.message)
        if draft and person_id:
            drafts.close(person_id, draft, stream=request.form.get("form_key", ""), now=clock.now())
    return done, False


def _sender() -> int | None:
    return getattr(current_user, "person_id", None)


def _digest() -> str:
    """Stands for this form as it was sent; empty for one without a one-time key."""
    if not request.form.get("form_key"):
        return ""
    fields = {name: request.form.getlist(name) for name in request.form if name not in NOT_CONTENT}
    return idempotency.digest_of(_sender(), request.path, fields)


def _earlier_result() -> Done | None:
    earlier = idempotency.find(_digest())
    return Done(earlier.location, earlier.message) if earlier else None


def _sent_before(done: Done) -> Response:
    flash(SENT_BEFORE, "info")
    return go_to(done.location)


def _shown(otherwise: Callable[[], Response], status: int) -> Response:
    response = otherwise()
    response.status_code = status
    return response
