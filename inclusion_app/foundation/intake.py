"""What no request may carry, whatever its route."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask_wtf.csrf import CSRFError

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NOT_TEXT = "This contains a character that cannot be kept."
FROM_ELSEWHERE = "This form was sent from another site."


def install(app: Flask) -> None:
    """Look at every request before its route does."""
    app.before_request(_refuse_what_is_not_text)
    app.before_request(_refuse_other_sites)


def takes_up_to(size: int, too_large: str) -> Callable[[View], View]:
    """Declare that a route takes requests of so many bytes, and what is said of a larger one: for files."""

    def declare(view: View) -> View:
        view.takes_up_to, view.too_large = size, too_large  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return declare


def install_sizes(app: Flask) -> None:
    """Let routes take what they have declared; before anything reads the form, as the forgery token is in it."""
    app.before_request(_take_as_declared)


def why_too_large() -> str | None:
    """What the route in hand says of a request that is too large."""
    return getattr(_view(), "too_large", None)


def _take_as_declared() -> None:
    size = getattr(_view(), "takes_up_to", None)
    if size is not None and request.method not in SAFE_METHODS:
        request.max_content_length = size


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def is_our_own_page() -> bool:
    """True unless the browser says that another site sent this request; browsers always say so when they post."""
    own = {_origin(request.host_url), _origin(current_app.config["BASE_URL"])}
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return (origin is None or origin in own) and site in {"same-origin", "none"}


def _refuse_what_is_not_text() -> None:
    """PostgreSQL keeps no NUL in a text, and nobody types one."""
    values = [request.path, *request.args, *request.args.values()]
    for name, texts in request.form.lists():
        values += [name, *texts]
    if any("\0" in value for value in values):
        abort(400, NOT_TEXT)


def _refuse_other_sites() -> None:
    """A second lock beside the forgery token."""
    if request.method not in SAFE_METHODS and not is_our_own_page():
        raise CSRFError(FROM_ELSEWHERE)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
