"""The one place that knows HTMX: a page goes out whole, or as the fragment that was asked for."""

from collections.abc import Mapping
from typing import Any

from flask import Response, current_app, make_response, render_template, request


def page(template: str, *, fragments: Mapping[str, str] | None = None, status: int = 200, **context: Any) -> Response:
    """Answer with a page, or with one of its regions.

    ``fragments`` maps the id of a region to the template of that region alone; the template's root element carries
    the id. A fragment goes out only to an htmx request that names the region as its target and is neither boosted
    nor a history restore.
    """
    wanted = _fragment_wanted()
    chosen = (fragments or {}).get(wanted, template)
    response = make_response(render_template(chosen, **context), status)
    response.vary.update(("HX-Request", "HX-Target"))
    if fragments and current_app.testing:
        current_app.extensions.setdefault("fragments_seen", {})[request.endpoint] = dict(fragments)
    return response


def is_fragment_request() -> bool:
    """True when the answer will be swapped into a part of the page the person is on."""
    headers = request.headers
    return "HX-Request" in headers and "HX-Boosted" not in headers and "HX-History-Restore-Request" not in headers


def _fragment_wanted() -> str:
    return request.headers.get("HX-Target", "") if is_fragment_request() else ""


def the_same_for_everybody(template: str, **context: Any) -> str:
    """A piece of HTML in which nothing depends on who asks: no session is opened, so shared caches may keep it."""
    return current_app.jinja_env.get_template(template).render(**context)
