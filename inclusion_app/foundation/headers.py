"""Security headers on every response, whatever its route and status."""

from flask import Flask, Response, request

POLICY = "; ".join(  # noqa: FLY002  # one directive a line reads best
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
ONE_YEAR = 31_536_000
THE_FILE_ITSELF = frozenset({200, 206, 304})


def install(app: Flask) -> None:
    """Add the headers to everything the app answers."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static" and response.status_code in THE_FILE_ITSELF:
        _cache_static(response)
    elif not (response.cache_control.private or response.cache_control.public):
        # One person's page must never reach another through a shared cache.
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Cookie", "HX-Request"))
    return response


def _cache_static(response: Response) -> None:
    """Files whose name carries their hash never change; the others are asked for again."""
    if "/build/" in request.path:
        response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"


def keep_address_secret(response: Response) -> Response:
    """The address is a secret: no more of it than the host may travel in a Referer header.

    Not ``no-referrer``: browsers then also hide where a form came from, which looks like another site's.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


def keep_privately(response: Response) -> Response:
    """The program that asked may keep the answer, and asks each time whether it still holds; nobody between may."""
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def keep_publicly(response: Response, *, seconds: int) -> Response:
    """The same for everybody, so that anybody between may keep it for so many seconds. Nothing in it may depend on who
    asks, and no cookie travels with it."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


def open_to_other_sites(response: Response) -> Response:
    """Pages of other sites may read the answer: only for what anybody may have."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
