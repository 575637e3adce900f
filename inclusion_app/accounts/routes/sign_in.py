"""Signing in and out."""

from flask import Blueprint, Response, current_app, flash, request, session
from flask_login import login_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import TooManyRequests

from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import current_actor
from inclusion_app.accounts.forms import SignInForm
from inclusion_app.accounts.services import sign_in as services
from inclusion_app.accounts.services.sessions import end_session
from inclusion_app.accounts.services.sign_in import TooManyTries, Tried
from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.forms import go_to
from inclusion_app.foundation.links import path_here
from inclusion_app.foundation.pages import page

sign_in = Blueprint("sign_in", __name__)
DEVICE = "inclusion-device"
DEVICE_SECONDS = 365 * 24 * 3600
NOT_TOGETHER = "The e-mail address and the password do not belong together. Check both, or ask for a new password."
HELD_UP = "There have been too many wrong passwords for this address. Wait five minutes, then try again."


@sign_in.get("/sign-in")
def show() -> Response:
    """The sign-in page; somebody signed in already goes on."""
    if current_actor().is_signed_in:
        return go_to(path_here(request.args.get("next")))
    return page("accounts/sign_in.html", form=SignInForm(formdata=None), next=_next())


@sign_in.post("/sign-in")
def send() -> Response:
    """Sign in; the form comes back with a sentence when address and password do not belong together."""
    form = SignInForm()
    if not form.validate():
        return page("accounts/sign_in.html", form=form, next=_next(), status=422)
    tried = Tried(
        email=form.email.data or "",
        password=form.password.data or "",
        address=request.remote_addr or "unknown",
        browser=request.user_agent.string,
        known_person_id=_known_person(),
    )
    try:
        actor = services.sign_in(tried, now=clock.now())
    except TooManyTries as refused:
        raise TooManyRequests(HELD_UP, retry_after=int(refused.wait.total_seconds())) from refused
    if actor is None:
        form.problem.append(NOT_TOGETHER)
        return page("accounts/sign_in.html", form=form, next=_next(), status=422)
    return begin(actor, path_here(_next()))


@sign_in.post("/sign-out")
def leave() -> Response:
    """End the session here and on the server, and have the browser forget what it keeps of us."""
    actor = current_actor()
    if actor.is_signed_in:
        with transaction():
            end_session(actor.session_key, now=clock.now())
            audit.record(actor, "sign_out", ("person", actor.person_id))
    session.clear()
    flash("You have signed out.", "success")
    response = go_to("/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def begin(actor: Actor, location: str) -> Response:
    """Start the browser's new session; nothing of the one before stays. Remembers the browser as the person's."""
    session.clear()
    login_user(actor)
    session["seen"] = clock.now().isoformat()
    response = go_to(location)
    response.set_cookie(
        DEVICE,
        str(_devices().dumps(actor.person_id)),
        max_age=DEVICE_SECONDS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _next() -> str:
    return path_here(request.form.get("next") or request.args.get("next"))


def _devices() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="device")


def _known_person() -> int | None:
    try:
        known = _devices().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        return None
    return known if isinstance(known, int) else None
