"""What leaves the service as a file, always as an attachment."""

import re

from flask import Response


def download(body: bytes, filename: str, content_type: str) -> Response:
    """``body`` as an attachment; anything unusual in the file name becomes a hyphen."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", filename).strip("-.") or "download"
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
