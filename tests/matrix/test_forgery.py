"""No form acts without its own forgery token from our own page, and no way round a route's method acts (row 12)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.matrix.asking import UNSAFE, County
from tests.matrix.expectations import ACTORS, LINES, Line

FIRST_ALLOWED = {
    line.endpoint: (line, next(a for a in ACTORS if line.answers[a] == "ok"))
    for line in reversed(LINES)
    if line.method != "GET" and "ok" in line.answers.values()
}
FROM_MACHINES = {"notify.callback"}
"""Sent by servers with a token of their own, never by browsers: tested where they are."""
ONLY_SHOW = {line.endpoint for line in LINES if line.method != "GET"} - set(FIRST_ALLOWED) - FROM_MACHINES
"""Forms that show what would be done: their lines say ``nil`` and never ``ok``."""
WITH_OR_WITHOUT = {"static", "open_data.base"}
"""A file is found either way, and so, as its standard asks, is where open data begins."""
ONCE = pytest.mark.once
Spoil = Callable[[County, dict[str, Any]], tuple[dict[str, Any], dict[str, str], str]]


def _with(token: str) -> Spoil:
    return lambda _county, body: (body | {"csrf_token": token}, {}, "")


def _of_another(county: County, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str], str]:
    return body | {"csrf_token": county.browsers["role_removed"].csrf_token}, {}, ""


def _in_the_address(county: County, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str], str]:
    return body | {"csrf_token": []}, {}, "?csrf_token=GOOD"


def _from(**headers: str) -> Spoil:
    return lambda _county, body: (body, headers, "")


WAYS: dict[str, Spoil] = {
    "no token": lambda _county, body: (body | {"csrf_token": []}, {}, ""),
    "an empty token": _with(""),
    "a token of nobody": _with("IjEyMzQ1Njc4OTAi.YAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    "another person's token": _of_another,
    "the token in the address": _in_the_address,
    "htmx without a token": lambda _county, body: (body | {"csrf_token": []}, {"HX_Request": "true"}, ""),
    "another site's page": _from(Origin="https://evil.example"),
    "a page without an origin": _from(Origin="null"),
    "a fetch from another site": _from(Sec_Fetch_Site="cross-site"),
}


@pytest.mark.parametrize("way", [pytest.param(way, marks=[] if way == "no token" else ONCE) for way in WAYS])
@pytest.mark.parametrize("endpoint", sorted(FIRST_ALLOWED))
def test_a_forged_form_does_nothing(county: County, endpoint: str, way: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    body, headers, query = WAYS[way](county, county.body(endpoint, line.thing))
    path = county.address(line.method, endpoint, line.thing, actor)
    path += query.replace("GOOD", county.browsers[actor].csrf_token)

    response = county.ask(actor, line.method, path, body=body, **headers)

    assert (response.status_code, county.changed_tables()) == (400, set())


def test_every_form_that_acts_is_among_them(app: Flask) -> None:
    acting = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) & set(UNSAFE)}

    assert all(
        "nil" in line.answers.values() for line in LINES if line.endpoint in ONLY_SHOW and line.thing in {"-", "A"}
    )
    assert acting - FROM_MACHINES - ONLY_SHOW == set(FIRST_ALLOWED)


@ONCE
@pytest.mark.parametrize("line", [line for line in LINES if line.thing != "missing"], ids=lambda line: line.endpoint)
def test_only_the_methods_of_a_route_reach_it(county: County, line: Line) -> None:
    actor = next((a for a in reversed(ACTORS) if line.answers[a] == "ok"), "manager")
    path = county.address(line.method, line.endpoint, line.thing, actor)
    methods = county.app.url_map.bind("localhost").allowed_methods(path)
    answers = {
        method: county.ask(actor, method, path, body={}).status_code
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "SPAM")
        if method not in methods
    }

    assert set(answers.values()) <= {405}
    assert county.changed_tables() == set()


@ONCE
@pytest.mark.parametrize("endpoint", sorted(FIRST_ALLOWED))
@pytest.mark.parametrize("how", ["header", "field", "address"])
def test_reading_cannot_be_turned_into_acting(county: County, endpoint: str, how: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    path += "?_method=POST&method=POST" if how == "address" else ""
    headers = {"X_HTTP_Method_Override": "POST", "X_Method_Override": "POST"} if how == "header" else {}
    body = county.body(endpoint, line.thing) | ({"_method": "POST"} if how == "field" else {})

    for method in ("GET", "HEAD"):
        county.ask(actor, method, path, body=body, **headers)

    assert county.changed_tables() == set()


@ONCE
@pytest.mark.parametrize("line", [line for line in LINES if line.thing in {"-", "A"}], ids=lambda line: line.endpoint)
def test_a_slash_at_the_end_leads_nowhere(county: County, line: Line) -> None:
    for actor in ("anonymous", "manager", "head_a"):
        path = county.address(line.method, line.endpoint, line.thing, actor)
        if path != "/" and line.endpoint not in WITH_OR_WITHOUT:
            body = None if line.method == "GET" else county.body(line.endpoint, line.thing)
            assert county.ask(actor, line.method, f"{path}/", body=body).status_code == 404
    assert county.changed_tables() == set()
