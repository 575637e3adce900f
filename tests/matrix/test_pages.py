"""Over every page: a fragment is that region of the page, and more rows do not mean more statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import html5lib
import pytest
from flask import Flask

from inclusion_app.foundation.database import db
from tests.matrix.asking import County
from tests.matrix.expectations import LINES
from tests.matrix.growing import grow, rows
from tests.support.statements import counted_statements

MOST_STATEMENTS = 15
NEVER_LISTED = {"form_use": "asked by its key alone, in the transaction of a form"}
VOLATILE = {"csrf_token", "form_key"}
ASKING = ("anonymous", "head_a", "staff_a", "head_b", "provider_p", "facilitator", "viewer", "manager")
ALSO = ("lead_a", "reviewer_a", "reviewer", "asked_a", "senco_a")
"""Who opens the pages that are open to nobody above: the desk of the report, one's own form."""
SHOWN = [
    line for line in LINES if line.method == "GET" and line.thing in {"-", "A", "own"} and line.endpoint != "static"
]
PAGES = {
    (line.endpoint, actor): line.thing
    for line in SHOWN
    for actor in ASKING
    if line.answers.get(actor) == "ok" and (actor, line.thing) != ("facilitator", "own")  # has nothing of that kind
}
PAGES |= {
    (line.endpoint, actor): line.thing
    for line in SHOWN
    if line.endpoint not in {endpoint for endpoint, _ in PAGES}
    for actor in [who for who in ALSO if line.answers.get(who) == "ok"][:1]
}


def tree_of(element: Any) -> Any:
    """An element as values, without what differs at each showing."""
    attributes = dict(element.attrib)
    if attributes.get("name") in VOLATILE:
        attributes.pop("value", None)
    text = " ".join("".join(t for t in [element.text] if t).split())
    tails = [" ".join((child.tail or "").split()) for child in element]
    return (
        str(element.tag),
        attributes,
        text,
        [(tree_of(child), tail) for child, tail in zip(element, tails, strict=True)],
    )


def region(text: str, wanted: str) -> list[Any]:
    """The elements of that id."""
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    return [tree_of(element) for element in tree.iter() if element.get("id") == wanted]


@pytest.fixture(scope="module")
def fragments(app: Flask, county: County) -> dict[tuple[str, str], set[str]]:
    """The fragments of every page, as the pages themselves tell."""
    for (endpoint, actor), thing in PAGES.items():
        county.ask(actor, "GET", county.address("GET", endpoint, thing, actor))
    seen = app.extensions.get("fragments_seen", {})
    return {(endpoint, actor): set(seen.get(endpoint, {})) for endpoint, actor in PAGES if seen.get(endpoint)}


def test_every_fragment_is_that_region_of_its_page(county: County, fragments: dict[tuple[str, str], set[str]]) -> None:
    wrong = []
    for (endpoint, actor), names in fragments.items():
        path = county.address("GET", endpoint, PAGES[endpoint, actor], actor)
        whole = county.ask(actor, "GET", path).text
        for name in names:
            part = county.ask(actor, "GET", path, HX_Request="true", HX_Target=name).text
            if len(region(whole, name)) != 1 or region(part, name) != region(whole, name):
                wrong.append(f"{endpoint} #{name} as {actor}")
            if "<html" in part or len(html5lib.parseFragment(part.strip(), namespaceHTMLElements=False)) != 1:
                wrong.append(f"{endpoint} #{name}: is not one element")
            boosted = county.ask(actor, "GET", path, HX_Request="true", HX_Target=name, HX_Boosted="true").text
            if "<html" not in boosted:
                wrong.append(f"{endpoint} #{name}: a boosted link gets a fragment")

    assert wrong == []
    assert fragments


@dataclass(frozen=True)
class Grown:
    """The statements that each page takes with 3 and with 30 more of everything, and the tables that got no more."""

    statements: dict[tuple[str, str], list[int]]
    as_before: set[str]


@pytest.fixture(scope="module")
def growing(county: County) -> Iterator[Grown]:
    """Every page, asked twice."""
    counted: dict[tuple[str, str], list[int]] = {page: [] for page in PAGES}
    before = rows()
    for first, last in ((0, 3), (3, 30)):
        grow(county.world, first=first, last=last)
        for (endpoint, actor), thing in PAGES.items():
            path = county.address("GET", endpoint, thing, actor)
            with county.app.app_context(), counted_statements() as sent:
                response = county.ask(actor, "GET", path)
            assert response.status_code in {200, 303}, path
            counted[endpoint, actor].append(len(sent))
    yield Grown(counted, {table for table, number in rows().items() if number < before[table] + 30})
    db.session.remove()
    county.bring_back()


def test_a_page_takes_no_more_statements_with_more_rows(growing: Grown) -> None:
    assert {page: counts for page, counts in growing.statements.items() if counts[0] != counts[1]} == {}


def test_no_page_takes_more_than_fifteen_statements(growing: Grown) -> None:
    assert {page: counts for page, counts in growing.statements.items() if counts[1] > MOST_STATEMENTS} == {}


def test_every_table_that_pages_read_has_grown(growing: Grown) -> None:
    """Otherwise a page may well take a statement for each row, and nobody would see it here."""
    added_up = {name for name in growing.as_before if name.startswith("summary_") or name.endswith("_summary")}
    assert growing.as_before - added_up == set(NEVER_LISTED)
