"""What leaves the service as a file, always as an attachment."""

import re

from flask import Response

SHUT_IN = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def download(body: bytes, filename: str, content_type: str) -> Response:
    """``body`` as an attachment; anything unusual in the file name becomes a hyphen."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", filename).strip("-.") or "download"
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def shut_in(body: bytes, filename: str, content_type: str) -> Response:
    """The same for what people have sent: even if a browser showed it, nothing in it could do anything."""
    response = download(body, filename, content_type)
    response.headers["Content-Security-Policy"] = SHUT_IN
    return response
