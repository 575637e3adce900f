"""How open data is answered: the same for everybody, so kept by whoever stands between, and counted."""

import json
from hashlib import sha256
from typing import Any

from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from inclusion_app.foundation import clock
from inclusion_app.foundation.headers import keep_publicly, open_to_other_sites
from inclusion_app.foundation.rate import seconds_to_wait
from inclusion_app.foundation.settings import number

FRESH_SECONDS = 300
JSON = "application/json"
TOO_OFTEN = "There have been too many requests from your address in this minute. Wait, then go on."


def limit_requests() -> None:
    """Hold up an address that asks more often than the settings allow; 429 says for how long."""
    who = request.remote_addr or "unknown"
    wait = seconds_to_wait("open data", who, most=number("open_data_per_minute"), now=clock.now())
    if wait:
        raise TooManyRequests(TOO_OFTEN, retry_after=wait)


def for_everybody(body: str | bytes, content_type: str) -> Response:
    """An answer with its ETag, or 304 to whoever has it already; other sites' pages may read it."""
    data = body.encode() if isinstance(body, str) else body
    response = Response(data, content_type=content_type)
    response.set_etag(sha256(data).hexdigest()[:32])
    keep_publicly(open_to_other_sites(response), seconds=FRESH_SECONDS)
    return response.make_conditional(request)  # type: ignore[return-value]  # the same response, typed by werkzeug


def document(said: Any) -> Response:
    """A JSON document."""
    return for_everybody(json.dumps(said, ensure_ascii=False, separators=(",", ":")), JSON)


def refusal(status: int, sentence: str) -> Response:
    """What is said, as JSON, of a request that cannot be answered; nobody keeps it."""
    response = Response(json.dumps({"status": status, "message": sentence}), status=status, content_type=JSON)
    return open_to_other_sites(response)
