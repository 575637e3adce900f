"""Over every page: a fragment is that region of the page, and more rows do not mean more statements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.schools.models import School
from inclusion_app.schools.states import Phase
from inclusion_app.training.models import BasketLine, Booking
from inclusion_app.training.states import BookingState, CourseState, RunState
from tests.matrix.asking import County
from tests.matrix.expectations import LINES
from tests.matrix.world import _course, _run
from tests.support.statements import counted_statements

MOST_STATEMENTS = 15
VOLATILE = {"csrf_token", "form_key"}
PAGES = {
    (line.endpoint, actor): line.thing
    for line in LINES
    if line.method == "GET" and line.thing in {"-", "A", "own"} and line.endpoint != "static"
    for actor in ("anonymous", "head_a", "staff_a", "head_b", "provider_p", "viewer", "manager")
    if line.answers.get(actor) == "ok"
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


def more(county: County, first: int, last: int) -> None:
    """More of everything that pages list."""
    world, now = county.world, county.world.now
    with transaction() as session:
        for number in range(first, last):
            person = Person(name=f"Number {number}", email=f"n{number}@x.example", created_at=now)
            school = School(urn=200_000 + number, name=f"School {number}", la_code="886", phase=Phase.PRIMARY)
            session.add_all([person, school])
            session.flush()
            long_ago = now.date() - timedelta(days=400)
            session.add(Membership(person_id=person.id, role=Role.STAFF, school_id=world["school_A"], since=long_ago))
            head = Membership(person_id=world["head_a"], role=Role.HEADTEACHER, school_id=school.id, since=long_ago)
            session.add(head)
            begin_session(world["head_a"], now=now, address="127.0.0.1", browser="another")
            _course(world, f"course-{number}", "p", CourseState.PUBLISHED)
            _run(world, f"run-{number}", f"course-{number}", RunState.OPEN, taken=1)
            _run(world, f"more-{number}", "course", RunState.OPEN)
            for name, run, holder in (
                ("own", f"run-{number}", world["staff_a"]),
                ("head", f"run-{number}", world["head_a"]),
                ("many", "run", person.id),
            ):
                session.add(_booking(county, f"{name}-{number}", run, holder))
            basket = world["basket_head_a"]
            session.add(BasketLine(basket_id=basket, run_id=world[f"more-{number}"], person_id=world["waiting_a"]))
            session.add(BasketLine(basket_id=basket, run_id=world["run_empty"], person_id=person.id))
            message = OutboxMessage(key=f"k{number}", kind="told", email="a@b.example", subject="S", text="T")
            message.message_id, message.created_at, message.next_attempt_at = f"<{number}>", now, now
            session.add(message)
            record(SYSTEM, "look", person)


def _booking(county: County, uid: str, run: str, holder: int) -> Booking:
    world = county.world
    return Booking(
        run_id=world[run],
        holder=f"person:{holder}",
        person_id=holder,
        school_id=world["school_A"],
        state=BookingState.WAITING,
        queue_number=int(uid.rpartition("-")[2]) * 10 + len(uid),
        placed_by_id=world["head_a"],
        placed_at=world.now,
        uid=uid,
        overridden=[],
    )


@pytest.fixture(scope="module")
def growing(county: County) -> Iterator[dict[tuple[str, str], list[int]]]:
    """How many statements each page takes with 3 and with 30 more of everything."""
    counted: dict[tuple[str, str], list[int]] = {page: [] for page in PAGES}
    for first, last in ((0, 3), (3, 30)):
        more(county, first, last)
        for (endpoint, actor), thing in PAGES.items():
            path = county.address("GET", endpoint, thing, actor)
            with county.app.app_context(), counted_statements() as sent:
                response = county.ask(actor, "GET", path)
            assert response.status_code in {200, 303}, path
            counted[endpoint, actor].append(len(sent))
    yield counted
    db.session.remove()
    county.bring_back()


def test_a_page_takes_no_more_statements_with_more_rows(growing: dict[tuple[str, str], list[int]]) -> None:
    assert {page: counts for page, counts in growing.items() if counts[0] != counts[1]} == {}


def test_no_page_takes_more_than_fifteen_statements(growing: dict[tuple[str, str], list[int]]) -> None:
    assert {page: counts for page, counts in growing.items() if counts[1] > MOST_STATEMENTS} == {}
