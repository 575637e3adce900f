"""The authorisation matrix: every route, method, thing and person (reliability.md, row 9)."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from inclusion_app.foundation.audit import DONE, REFUSED
from inclusion_app.foundation.database import db
from tests.features import gathered
from tests.matrix.asking import County
from tests.matrix.expectations import ACTORS, LINES, Line
from tests.matrix.state import TRAIL

AUTOMATIC = {"HEAD", "OPTIONS"}
SIGN_IN = "/sign-in?next="


def _name(line: Line) -> str:
    return f"{line.method} {line.endpoint} {line.thing}"


def test_every_route_and_method_has_a_line_and_every_line_a_route(app: Flask) -> None:
    routes = {(m, rule.endpoint) for rule in app.url_map.iter_rules() for m in (rule.methods or set()) - AUTOMATIC}

    assert {
        "without a line": routes - {line.key for line in LINES},
        "without a route": {line.key for line in LINES} - routes,
    } == {"without a line": set(), "without a route": set()}


def test_no_line_stands_twice_and_every_thing_in_an_address_is_also_missing(app: Flask) -> None:
    things = {(rule.endpoint, m) for rule in app.url_map.iter_rules() if rule.arguments for m in rule.methods or ()}
    asked = Counter((line.method, line.endpoint, line.thing) for line in LINES)
    lacking = {
        line.key
        for line in LINES
        if (line.endpoint, line.method) in things
        and not line.endpoint.startswith("kept_text.")
        and asked[line.method, line.endpoint, "missing"] == 0
    }

    assert [key for key, count in asked.items() if count > 1] == []
    assert lacking == set()


def _said(response: TestResponse) -> str:
    """The word of the table for an answer."""
    location = response.headers.get("HX-Redirect", response.headers.get("Location", ""))
    if location.startswith(SIGN_IN) and response.status_code in {303, 401}:
        return "in"
    if response.status_code == 401 and "/sign-in" in response.text:
        return "in"
    if response.status_code == 422 and "no longer works" in response.text:
        return "gone"
    return "ok" if response.status_code in {200, 204, 303} else str(response.status_code)


def _wanted(word: str) -> str:
    return "ok" if word == "nil" else word


@pytest.fixture(autouse=True)
def _as_it_was(county: County) -> Iterator[None]:
    """What refusals leave behind does not pile up."""
    yield
    if county.changed_tables():
        county.bring_back()


def _asked(line: Line) -> list[str]:
    """Everybody; on PostgreSQL one for each answer, for who may do what is decided in Python, from the same rows."""
    return ACTORS if db.engine.dialect.name == "sqlite" else line.telling


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=_name)
def test_who_may_look(county: County, line: Line) -> None:
    wrong = []
    for actor in _asked(line):
        path = county.address(line.method, line.endpoint, line.thing, actor)
        answers = {"plain": county.ask(actor, "GET", path)}
        if actor in line.telling:
            answers |= {
                "head": county.ask(actor, "HEAD", path),
                "htmx": county.ask(actor, "GET", path, HX_Request="true"),
            }
        for way, response in answers.items():
            if _said(response) != _wanted(line.answers[actor]):
                wrong.append(f"{actor} ({way}) {path}: {response.status_code}, not {line.answers[actor]}")
        wrong += [f"{actor} {path}: {problem}" for problem in _odd(line, answers, wanted=line.answers[actor])]
    wrong += _left_behind(county, line)
    if county.changed_tables():
        county.bring_back()

    assert wrong == []


def _left_behind(county: County, line: Line) -> list[str]:
    """What looking has changed: nothing, but for one row on the trail for each reading of a report."""
    readings = gathered("READS").get(line.endpoint)
    changed = county.changed_tables() - ({TRAIL} if readings else set())
    problems = [f"looking has changed {changed}"] if changed else []
    acts = county.acts()
    if readings is not None:
        ways = [*_asked(line), *line.telling]  # plain and with htmx; HEAD gives nothing to read
        asked = sum(line.answers[actor] == "ok" for actor in ways)
        if {act for act, _ in acts} - readings or {outcome for _, outcome in acts} - {DONE} or len(acts) != asked:
            problems.append(f"{asked} readings have left {acts} on the trail")
    return problems


def _odd(line: Line, answers: dict[str, TestResponse], *, wanted: str) -> list[str]:
    """What is right in status but not in what it says."""
    problems = []
    plain, htmx = answers["plain"], answers.get("htmx")
    if "head" in answers and answers["head"].data:
        problems.append("HEAD has a body")
    if wanted == "in" and htmx and (htmx.status_code != 401 or htmx.data):
        problems.append("htmx gets the sign-in page into its fragment")
    is_page = plain.status_code == 200 and plain.mimetype == "text/html" and line.endpoint not in gathered("NO_PAGES")
    if wanted == "ok" and is_page and "<h1" not in plain.text:
        problems.append("there is no page")
    return problems


@pytest.mark.parametrize("line", [line for line in LINES if line.method != "GET"], ids=_name)
def test_who_may_act(county: County, line: Line) -> None:
    wrong = []
    for actor in _asked(line):
        wanted = line.answers[actor]
        problems = _acted(county, line, actor) if wanted in {"ok", "nil"} else _refused(county, line, actor)
        wrong += [f"{actor}, {wanted} expected: {problem}" for problem in problems]

    assert wrong == []


def _acted(county: County, line: Line, actor: str) -> list[str]:
    """Allowed: it works, and changes what it is for; the same form again changes nothing more."""
    path = county.address(line.method, line.endpoint, line.thing, actor)
    body = county.body(line.endpoint, line.thing)
    problems, known = [], len(county.trail())
    try:
        response = county.ask(actor, line.method, path, body=body)
        if _said(response) != "ok":
            return [f"{path}: {response.status_code} {_problems_on(response)}"]
        effects = county.effects()
        if line.answers[actor] == "nil":
            effects.pop("draft", None)  # what is typed may be kept, whatever comes of it
        if (line.answers[actor] == "ok") != bool(effects):
            problems.append(f"{path}: {response.status_code}, and this has changed: {sorted(effects)}")
        if REFUSED in county.trail()[known:]:
            problems.append(f"{path}: a refusal is on the trail")
    finally:
        county.bring_back()
    return problems


def _refused(county: County, line: Line, actor: str) -> list[str]:
    """Refused: whatever the way, nothing has changed but one refusal on the trail."""
    said, problems = line.answers[actor], []
    wanted = "404" if said == "off" else said
    htmx = {"htmx": {"HX_Request": "true"}} if actor in line.telling else {}
    for way, headers in {"plain": {}, **htmx}.items():
        known = len(county.trail())
        path = county.address(line.method, line.endpoint, line.thing, actor)
        response = county.ask(actor, line.method, path, body=county.body(line.endpoint, line.thing), **headers)
        if _said(response) != wanted:
            problems.append(f"{path} ({way}): {response.status_code} {_problems_on(response)}")
        if way == "htmx" and wanted == "in" and (response.status_code != 401 or response.data):
            problems.append(f"{path}: htmx gets the sign-in page into its fragment")
        if county.trail()[known:] != ([] if said in {"gone", "off"} else [REFUSED]):
            problems.append(f"{path} ({way}): on the trail is {county.trail()[known:]}")
        # What somebody shut out was typing is kept for them.
        changed = county.changed_tables() - {TRAIL}
        if changed - ({"draft"} if wanted == "in" else set()):
            problems.append(f"{path} ({way}): this has changed: {county.changes()}")
        if changed:
            county.bring_back()
    return problems


def _problems_on(response: TestResponse) -> str:
    _, _, summary = response.text.partition('class="govuk-error-summary"')
    return " ".join(summary[:600].split())
