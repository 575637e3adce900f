"""What leaves the service as a file, always as an attachment."""

import re
from collections.abc import Iterator

from flask import Response

SHUT_IN = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def download(body: bytes, filename: str, content_type: str) -> Response:
    """``body`` as an attachment; anything unusual in the file name becomes a hyphen."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", filename).strip("-.") or "download"
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def streamed(pieces: Iterator[bytes], filename: str, content_type: str) -> Response:
    """The same of what is made piece by piece while it is sent."""
    response = download(b"", filename, content_type)
    response.response = pieces
    response.headers.remove("Content-Length")
    return response


def shut_in(body: bytes, filename: str, content_type: str) -> Response:
    """An attachment that people have sent: even if a browser showed it, nothing in it could do anything."""
    response = download(body, filename, content_type)
    response.headers["Content-Security-Policy"] = SHUT_IN
    return response
