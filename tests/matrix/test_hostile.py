"""Whatever is put into a form or an address, nothing breaks: no answer is a fault (row 33)."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.matrix.asking import County
from tests.matrix.expectations import ACTORS, LINES, Line
from tests.matrix.test_forgery import FIRST_ALLOWED

HOSTILE = [
    "",
    "-1",
    "9999999999",
    "9" * 5000,
    "nan",
    "٣²",
    "\N{GRINNING FACE}" * 200,
    "x" * 45_000,
    "' OR 1=1 --<script>{{ 7 * 7 }}%s%00",
    "2027-02-30",
    "0001-01-01T00:00",
    "\r\nSet-Cookie: a=b",
]
NAMES = (
    "q",
    "words",
    "page",
    "state",
    "role",
    "strand",
    "phase",
    "from",
    "to",
    "day",
    "term",
    "school",
    "act",
    "person",
)
LOOKED_AT = {line.endpoint: line for line in LINES if line.method == "GET" and "ok" in line.answers.values()}


def _broken(value: str) -> str:
    return repr(value[:20])


@pytest.mark.parametrize("endpoint", sorted(LOOKED_AT))
def test_an_address_cannot_break_a_page(county: County, endpoint: str) -> None:
    line: Line = LOOKED_AT[endpoint]
    actor = next(a for a in reversed(ACTORS) if line.answers[a] == "ok")
    path = county.address("GET", endpoint, line.thing, actor)
    faults = []
    for value in HOSTILE:
        if len(value) < 4000:
            response = county.ask(actor, "GET", f"{path}?{urlencode(dict.fromkeys(NAMES, value))}")
            if response.status_code >= 500:
                faults.append(_broken(value))

    assert faults == []


@pytest.mark.parametrize("endpoint", sorted(FIRST_ALLOWED))
def test_a_form_cannot_break_the_service(county: County, endpoint: str) -> None:
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    names = list(county.body(endpoint, line.thing))
    faults = []
    for name in names:
        for value in HOSTILE:
            body: dict[str, Any] = county.body(endpoint, line.thing) | {name: value}
            response = county.ask(actor, line.method, path, body=body)
            if response.status_code >= 500:
                faults.append(f"{name}: {_broken(value)}")
            if response.status_code < 400:
                county.bring_back()

    assert faults == []
