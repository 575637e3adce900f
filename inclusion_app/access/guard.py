"""Every request passes here: nothing is reachable unless somebody has declared who may."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, request, session
from flask_login import current_user

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import Refusal
from inclusion_app.foundation import audit, drafts, error_pages
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.links import path_here

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "/sign-in"
SIGNED_OUT = "Sign in to go on."
SIGNED_OUT_KEPT = "You had been signed out. Sign in again: what you typed is kept."
SIGN_IN_ELSEWHERE = "You are signed out. Sign in on another tab, then come back here and send this again."
AUTOSAVE = "kept_text.save"
NO_ROLE = "None of your roles in this service includes this page. Ask your headteacher or the inclusion team."

PUBLIC_ENDPOINTS = frozenset(
    {
        "static",
        "health.alive",
        "health.ready",
        "home.show",
        "pages.accessibility",
        "pages.privacy",
        "pages.cookies",
        "pages.security_contact",
        "pages.robots",
        "pages.site_map",
        "sign_in.show",
        "sign_in.send",
        "sign_in.leave",
        "passwords.forgotten",
        "passwords.send_link",
        "passwords.show_reset",
        "passwords.reset",
        "invitations.show",
        "invitations.accept",
        "catalogue.search",
        "catalogue.course",
        "catalogue.run",
        "directory.listed",
        "directory.offer",
        "directory_search.suggested",
        "directory_search.found_nothing",
        "open_data.base",
        "open_data.description",
        "open_data.services",
        "open_data.service",
        "open_data.organizations",
        "open_data.organization",
        "open_data.locations",
        "open_data.location",
        "open_data.service_at_locations",
        "open_data.service_at_location",
        "open_data.taxonomies",
        "open_data.taxonomy",
        "open_data.taxonomy_terms",
        "open_data.taxonomy_term",
        "open_files.show",
        "open_files.table",
        "open_files.atom",
        "open_files.json_feed",
        "open_files.snippet",
        "offer_areas.show",
        "measures_api.listed",
        "measures_api.show",
        "measures_api.description",
        "offer_hints.ask",
        "offer_hints.send",
        "notify.callback",
        "offers.show_link",
        "offers.answer_link",
        "request_links.show_link",
        "request_links.answer_link",
        "moved.show_link",
        "moved.answer_link",
        "feedback_links.show",
        "feedback_links.save",
        "feedback_links.thanks",
        "feeds.fetch",
        "choice_links.show",
        "choice_links.save",
        "check_in.show",
        "check_in.send",
        "certificates.check",
        "certificates.show",
    }
)


def allows(*actions: Action) -> Callable[[View], View]:
    """Declare a route's actions: any one of them opens it; the policy of the feature then looks at the object."""

    def declare(view: View) -> View:
        view.allows = frozenset(actions)  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return declare


def current_actor() -> Actor:
    """Whoever sent this request."""
    return cast("Actor", current_user._get_current_object())  # noqa: SLF001  # the way werkzeug offers


def actions_of(app: Flask, endpoint: str) -> frozenset[Action] | None:
    """The actions an endpoint was declared with; None where nobody declared any."""
    return cast("frozenset[Action] | None", getattr(app.view_functions[endpoint], "allows", None))


def install(app: Flask, who_was: Callable[[str], int | None]) -> None:
    """Guard the app. ``who_was`` tells which person an ended session belonged to, so their text can be kept for them.

    Raises RuntimeError when a route is neither declared nor public, or a public endpoint does not exist.
    """
    undeclared = [e for e in app.view_functions if e not in PUBLIC_ENDPOINTS and actions_of(app, e) is None]
    if undeclared:
        raise RuntimeError(f"Nobody has declared who may use: {', '.join(sorted(undeclared))}.")
    app.extensions["who_was"] = who_was
    app.before_request(_check)
    app.after_request(_record_what_was_not_found)


def enforce(refusal: Refusal | None) -> None:
    """Stop here when a policy refuses: 404 for what is not theirs, 403 with the reason for what is not their job."""
    if refusal is None:
        return
    _record_refusal()
    if refusal.reason is None:
        abort(404)
    abort(403, refusal.reason)


def _check() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC_ENDPOINTS:
        return None
    needed = actions_of(current_app, endpoint)
    actor = current_actor()
    if not actor.is_signed_in:
        _record_refusal()
        return _sign_in_first()
    if not needed or not any(actor.can(action) for action in needed):
        _record_refusal()
        abort(403, NO_ROLE)
    return None


def _sign_in_first() -> Response:
    """To the sign-in page and back again; a form that was being sent is kept for the person who sent it."""
    back, said = request.full_path.rstrip("?"), SIGNED_OUT
    if request.method not in SAFE_METHODS:
        kept_at = _kept_form()
        if kept_at is None and drafts.kept_fields(request.form) and "HX-Request" not in request.headers:
            return error_pages.form_to_send_again(SIGN_IN_ELSEWHERE, status=401)
        back, said = (kept_at, SIGNED_OUT_KEPT) if kept_at else ("/", SIGNED_OUT)
    flash(said, "info")
    location = f"{SIGN_IN}?{urlencode({'next': back})}"
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": location})
    return cast("Response", redirect(location, 303))


def _kept_form() -> str | None:
    """Where the text stands that was being sent; nothing when nobody knows whose it is."""
    person_id = current_app.extensions["who_was"](str(session.get("_user_id", "")))
    if person_id is None or not request.form:
        return None
    if request.endpoint == AUTOSAVE:
        drafts.save_sent(person_id, (request.view_args or {})["key"], request.form)
        return path_here(urlsplit(request.headers.get("HX-Current-URL", "")).path)
    return f"/kept/{drafts.keep_for_resending(person_id, request.path, request.form)}"


def _record_what_was_not_found(response: Response) -> Response:
    """Somebody acted on what is not theirs or not there; routes answer 404 themselves, and forget to say so."""
    endpoint = request.endpoint
    if response.status_code in {403, 404} and endpoint is not None and endpoint not in PUBLIC_ENDPOINTS:
        _record_refusal()
    return response


def _record_refusal() -> None:
    """Once for each request that would have changed something."""
    if request.method in SAFE_METHODS or g.get("refusal_recorded"):
        return
    g.refusal_recorded = True
    with transaction():
        audit.record(
            current_actor(), "refused_request", (str(request.endpoint), request.path[:60]), outcome=audit.REFUSED
        )
