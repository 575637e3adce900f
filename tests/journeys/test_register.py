"""A register of two hundred names on a phone: quick, small, and nothing lost when the line is down."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import create_engine, text

from inclusion_app import create_app
from inclusion_app.access.roles import Role
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.models import Run, Session
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.journeys.people import see, sign_in
from tests.support.browser import PHONE, complaints_of
from tests.support.databases import Store
from tests.support.server import Server, serving, settings_for
from tests.support.visitor import PASSWORD

NAMES = 200
LINE_IS_DOWN_MS, LONG_FORM_MS = 6_000, 30_000
MOST_BYTES_OF_AN_ANSWER = 1_000
SLOWEST_TICK_MS = 1_000
Open = Callable[..., Page]
STANDS = """
SELECT person.name, attendance.mark FROM attendance JOIN booking ON booking.id = attendance.booking_id
JOIN person ON person.id = booking.person_id
"""


@dataclass(frozen=True)
class Hall:
    """A served run whose session has begun, with two hundred people on it, and who takes the register."""

    server: Server
    url: str
    address: str
    taker: dict[str, Any]

    def marks(self) -> dict[str, str]:
        """What the register says, by name."""
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found: dict[str, str] = dict(connection.execute(text(STANDS)).all())
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def hall(app: object, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Made once: each test marks people of its own."""
    folder = tmp_path_factory.mktemp("hall")
    url = store.copy("hall")
    with create_app(Settings.from_environment(settings_for(url, folder / "app"))).app_context():
        try:
            address, taker = _two_hundred_people()
        finally:
            db.session.remove()
            db.engine.dispose()
    with serving(url, folder / "served") as server:
        yield Hall(server, url.replace("postgresql://", "postgresql+psycopg://"), address, taker)


def _two_hundred_people() -> tuple[str, dict[str, Any]]:
    run, schools = RunFactory(capacity=NAMES), [SchoolFactory() for _ in range(10)]
    for number in range(NAMES):
        BookingFactory(run=run, school=schools[number % 10], person__name=f"Person {number:03}")
    begun = clock.now() - timedelta(minutes=30)
    with transaction() as session:
        for row in (session.get_one(Run, run.id), session.query(Session).one()):
            row.starts_at, row.ends_at = begun, begun + timedelta(hours=3)
    member = somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id)
    return f"/runs/{run.id}/register/{session.query(Session.id).scalar()}", {
        "email": member.email,
        "password": PASSWORD,
    }


@pytest.fixture
def open_register(hall: Hall, new_context: Callable[..., BrowserContext]) -> Iterator[Open]:
    """``open_register()``: a phone of its own, signed in, with the register open; nothing may go wrong in scripts."""
    complaints: list[list[str]] = []

    def opened(*, javascript: bool = True) -> Page:
        context = new_context(viewport=PHONE, java_script_enabled=javascript, base_url=hall.server.url, has_touch=True)
        context.set_default_timeout(8_000)
        page = context.new_page()
        complaints.append(complaints_of(page))
        page.goto(f"/sign-in?next={hall.address}")
        sign_in(page, hall.taker)
        expect(page.get_by_text(f"of {NAMES} marked")).to_be_visible()
        return page

    yield opened
    assert not [one for each in complaints for one in each]


def line(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def tick(page: Page, name: str, mark: str) -> None:
    line(page, name).get_by_role("radio", name=mark).tap()


def status(page: Page) -> Locator:
    return page.locator("[data-register-status]")


def test_one_mark_is_small_and_quick(hall: Hall, open_register: Open) -> None:
    page = open_register()
    see(page, "")
    page.get_by_label("Find a name").fill("person 004")
    expect(page.locator("[data-booking]:visible")).to_have_count(1)
    page.get_by_label("Find a name").press("Enter")
    for mark in ("Present", "Part of it", "Absent", "Excused"):
        box = line(page, "Person 004").get_by_role("radio", name=mark).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    with page.expect_response("**/marks/*") as answered:
        tick(page, "Person 004", "Present")
    expect(status(page)).to_have_text("All marks are saved.")
    assert page.url.endswith(hall.address)
    assert hall.marks()["Person 004"] == "present"

    sizes, took = answered.value.request.sizes(), answered.value.request.timing["responseEnd"]
    sent = sizes["requestBodySize"] + sizes["requestHeadersSize"]
    received = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    print(f"\n1 of {NAMES} marked: {took:.0f} ms; sent {sent} bytes, {sizes['requestBodySize']} of them the form;"
          f" received {received} bytes, {sizes['responseBodySize']} of them the answer")  # fmt: skip
    assert sizes["responseBodySize"] < MOST_BYTES_OF_AN_ANSWER
    assert took < SLOWEST_TICK_MS


def test_marks_made_while_the_line_is_down_are_sent_when_it_is_back(
    hall: Hall, open_register: Open, request: pytest.FixtureRequest
) -> None:
    page = open_register()
    page.context.set_offline(True)
    for name, mark in (("Person 010", "Present"), ("Person 011", "Absent"), ("Person 012", "Part of it")):
        tick(page, name, mark)
    expect(status(page)).to_have_text("No connection. 3 marks are waiting to be sent.")
    page.wait_for_timeout(LONG_FORM_MS if request.config.getoption("--long") else LINE_IS_DOWN_MS)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert len(json.loads(kept)) == 3
    assert "Person" not in kept
    assert "Person 010" not in hall.marks()
    page.context.set_offline(False)
    expect(status(page)).to_have_text("All marks are saved.")
    stands = hall.marks()
    assert [stands[f"Person {number:03}"] for number in (10, 11, 12)] == ["present", "absent", "part"]
    assert page.evaluate("localStorage.length") == 0
    line(page, "Person 012").get_by_label("Minutes").fill("50")
    with page.expect_response("**/marks/*"):
        line(page, "Person 012").get_by_label("Minutes").press("Enter")
    page.reload()
    expect(line(page, "Person 012").get_by_label("Minutes")).to_have_value("50")


def test_what_waits_outlives_the_page(hall: Hall, open_register: Open) -> None:
    page = open_register()
    context = page.context
    context.set_offline(True)
    tick(page, "Person 020", "Excused")
    expect(status(page)).to_contain_text("1 mark is waiting to be sent.")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(hall.address)
    expect(status(again)).to_have_text("All marks are saved.")
    expect(line(again, "Person 020").get_by_role("radio", name="Excused")).to_be_checked()
    assert hall.marks()["Person 020"] == "excused"


def test_of_two_devices_the_one_that_said_it_later_is_believed(hall: Hall, open_register: Open) -> None:
    without_line, other = open_register(), open_register()
    without_line.context.set_offline(True)
    tick(without_line, "Person 030", "Absent")
    without_line.wait_for_timeout(500)
    with other.expect_response("**/marks/*"):
        tick(other, "Person 030", "Present")
    without_line.context.set_offline(False)
    expect(status(without_line)).to_have_text("All marks are saved.")
    expect(line(without_line, "Person 030").get_by_role("radio", name="Present")).to_be_checked()
    assert hall.marks()["Person 030"] == "present"


def test_marks_on_a_page_whose_session_has_ended_are_kept(hall: Hall, open_register: Open) -> None:
    page = open_register()
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.get_by_role("button", name="Sign out", exact=True).click()
    expect(elsewhere).to_have_url(re.compile("/(sign-in)?$"))
    tick(page, "Person 040", "Present")
    expect(status(page)).to_have_text("You are signed out. 1 mark is waiting to be sent.")
    tick(page, "Person 041", "Present")
    expect(status(page)).to_have_text("You are signed out. 2 marks are waiting to be sent.")
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, hall.taker)
    expect(status(page)).to_have_text("All marks are saved.")
    stands = hall.marks()
    assert (stands["Person 040"], stands["Person 041"]) == ("present", "present")


def test_a_mark_that_cannot_be_is_said_beside_its_line(hall: Hall, open_register: Open) -> None:
    page = open_register()
    tick(page, "Person 050", "Part of it")
    minutes = line(page, "Person 050").get_by_label("Minutes")
    minutes.fill("9999")
    minutes.press("Enter")
    expect(line(page, "Person 050").get_by_text("The minutes must be between 1 and 180")).to_be_visible()
    expect(minutes).to_have_value("")


def test_without_scripts_the_whole_page_is_one_form(hall: Hall, open_register: Open) -> None:
    page = open_register(javascript=False)
    tick(page, "Person 060", "Absent")
    tick(page, "Person 061", "Present")
    before = len(hall.marks())
    page.get_by_role("button", name="Save the register").click()
    expect(page.get_by_text("2 marks have changed.")).to_be_visible()
    assert len(hall.marks()) == before + 2
