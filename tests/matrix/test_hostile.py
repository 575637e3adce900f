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
    "' OR 1=1 --<script>{{ 7 * 7 }}%s%00\r\nSet-Cookie: a=b",
    "2027-02-30",
    "0001-01-01T00:00",
    "a\0b",
]
NEARLY_RIGHT = ("9999999999", "0001-01-01T00:00", "-1", "٣²")
FOR_THE_DATABASE = ["9999999999", "\N{GRINNING FACE}" * 200, "a\0b"]
"""What one database may refuse and the other take: too large, or no text to it. What a form makes of the other values
is decided before any statement is sent. Of what is nearly right the short form asks the first two."""
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


@pytest.fixture(scope="module")
def values(request: pytest.FixtureRequest) -> list[str]:
    """What is tried on this database."""
    return HOSTILE if request.config.getoption("--database") == "sqlite" else FOR_THE_DATABASE


def _broken(value: str) -> str:
    return repr(value[:20])


@pytest.mark.parametrize("endpoint", sorted(LOOKED_AT))
def test_an_address_cannot_break_a_page(county: County, values: list[str], endpoint: str) -> None:
    line: Line = LOOKED_AT[endpoint]
    actor = next(a for a in reversed(ACTORS) if line.answers[a] == "ok")
    path = county.address("GET", endpoint, line.thing, actor)
    faults = []
    for value in values:
        if len(value) < 4000:
            response = county.ask(actor, "GET", f"{path}?{urlencode(dict.fromkeys(NAMES, value))}")
            if response.status_code >= 500:
                faults.append(_broken(value))

    assert faults == []


@pytest.mark.parametrize("endpoint", sorted(FIRST_ALLOWED))
def test_a_form_cannot_break_the_service(
    county: County, values: list[str], endpoint: str, request: pytest.FixtureRequest
) -> None:
    """What takes any text is spoilt at once, and so is what does not; what may pass for a number or a day also alone,
    with all the rest in order, so that it gets as far as the database."""
    names = list(county.body(endpoint, FIRST_ALLOWED[endpoint][0].thing))
    free = [name for name in names if _send(county, endpoint, {name: "x"}) < 400]
    checked = [name for name in names if name not in free]
    alone = NEARLY_RIGHT if request.config.getoption("--long") else NEARLY_RIGHT[:2]
    ways = [(checked, value) for value in values if checked]
    ways += [(free, value) for value in values if free and value not in NEARLY_RIGHT]  # to a text they are words
    ways += [([name], value) for value in alone for name in checked]
    faults = [
        f"{spoilt}: {_broken(value)}"
        for spoilt, value in ways
        if _send(county, endpoint, dict.fromkeys(spoilt, value)) >= 500
    ]

    assert faults == []


def _send(county: County, endpoint: str, spoilt: dict[str, str]) -> int:
    """The status of the answer to the form with those fields spoilt; whatever it has changed is undone."""
    line, actor = FIRST_ALLOWED[endpoint]
    path = county.address(line.method, endpoint, line.thing, actor)
    body: dict[str, Any] = county.body(endpoint, line.thing) | spoilt
    status = county.ask(actor, line.method, path, body=body).status_code
    if status < 400:
        county.bring_back()
    return status
