"""Measures for the council's own reporting tools: read-only JSON, for those with a token."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, request

from inclusion_app.foundation import clock
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.rate import seconds_to_wait
from inclusion_app.foundation.settings import number
from inclusion_app.insights.clients.models import ApiClient
from inclusion_app.insights.clients.openapi import description as described
from inclusion_app.insights.clients.queries import client_with
from inclusion_app.insights.clients.rules import Scope
from inclusion_app.insights.clients.services import note_reading
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import all_measures, by_group, figure, measure_by_code

measures_api = Blueprint("measures_api", __name__, url_prefix="/api/measures")
BEARER = "bearer "


@dataclass(frozen=True)
class Refused(Exception):
    """The request is not answered, and why."""

    status: int
    sentence: str
    wait: int = 0


@measures_api.errorhandler(Refused)
def refuse(refusal: Refused) -> Response:
    """As JSON, with what HTTP wants beside it."""
    response = jsonify(status=refusal.status, message=refusal.sentence)
    response.status_code = refusal.status
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="measures"'
    if refusal.wait:
        response.headers["Retry-After"] = str(refusal.wait)
    return _for_nobody_else(response)


@measures_api.get("")
def listed() -> Response:
    """Every measure, defined."""
    client = _client(Scope.FIGURES)
    note_reading(client, "all definitions")
    return _for_nobody_else(jsonify(measures=[_definition(measure) for measure in all_measures().values()]))


@measures_api.get("/openapi.json")
def description() -> Response:
    """How to ask, for everybody."""
    return jsonify(described(full_address("").rstrip("/")))


@measures_api.get("/<code>")
def show(code: str) -> Response:
    """One measure, also by group."""
    by = request.args.get("by", "")
    client = _client(Scope.GROUPS if by else Scope.FIGURES)
    measure, filters, today = measure_by_code(code), Filters.from_args(request.args), clock.today()
    if measure is None:
        raise Refused(404, "There is no such measure.")
    if by and by not in measure.cuts:
        raise Refused(404, f"This measure is not given by {by[:30]}; it is by {', '.join(measure.cuts)}.")
    note_reading(client, f"{code} {by} {filters.to_args()}")
    said: dict[str, Any] = {
        "measure": _definition(measure),
        "as_of": today.isoformat(),
        "filters": filters.to_args(),
        "figure": _figure(figure(measure, filters, today=today)),
    }
    if by:
        groups = by_group(measure, by, filters, today=today)
        said["groups"] = [{"code": one.code, "name": one.name, "figure": _figure(cell)} for one, cell in groups]
    return _for_nobody_else(jsonify(said))


def _client(scope: Scope) -> ApiClient:
    """Whoever asks, by the token. Unknown tokens are counted by address, so that nobody tries many."""
    sent = request.headers.get("Authorization", "")
    client = client_with(sent[len(BEARER) :].strip()) if sent.lower().startswith(BEARER) else None
    who = f"client {client.id}" if client else f"address {request.remote_addr}"
    if wait := seconds_to_wait("measures", who, most=number("measures_per_minute"), now=clock.now()):
        raise Refused(429, "There have been too many requests in this minute. Wait, then go on.", wait)
    if client is None:
        raise Refused(401, "Send a valid token: Authorization: Bearer and the token.")
    if scope not in client.scopes:
        raise Refused(403, f"This token does not open “{scope.value}”.")
    return client


def _definition(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "name": measure.name,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "window": measure.window,
        "small_numbers": measure.small_numbers.sentence,
        "groups": list(measure.cuts),
    }


def _figure(found: Figure) -> dict[str, Any]:
    """Numbers only where they may be shown."""
    numbers = {"numerator": found.numerator, "denominator": found.denominator, "share": found.share}
    shown = dict.fromkeys(numbers) if found.hidden else numbers
    return {**shown, "hidden": found.hidden, "text": found.text}


def _for_nobody_else(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
