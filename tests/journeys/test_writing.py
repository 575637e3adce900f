"""A self-review is written in the browser: over a line that drops, by two people, and after signing out elsewhere."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.database import db
from inclusion_app.reviews.states import Part, ReviewState
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.test_writing_losses import LONG
from tests.integration.reviews.writing import coordinator_of, head_of
from tests.support.browser import DESK, PHONE, assert_accessible, assert_fits_its_width, complaints_of, launch_arguments
from tests.support.databases import Store
from tests.support.server import Server, serving
from tests.support.visitor import PASSWORD

TYPED = LONG.replace("\r\n", "\n").replace("\t", " ")
SOON = 20_000
STORED = """async () => JSON.stringify([{...localStorage}, {...sessionStorage},
                         await indexedDB.databases(), await caches.keys()])"""


@dataclass(frozen=True)
class House:
    """A running service with an open self-review and a visited school, and who signs in."""

    server: Server
    senco: str
    head: str
    reviewer: str

    page: str = "/reviews/1/self-review/leading"
    form: str = "/reviews/2/form/leading"


@pytest.fixture(scope="module")
def house(app: object, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Two reviews, written straight into a database of their own."""
    folder, url = tmp_path_factory.mktemp("writing"), store.copy("writing")
    secret = "only for tests, and long enough for it"
    settings = Settings(database_url=url, data_dir=folder, base_url="http://localhost", secret_key=secret)
    with create_app(settings).app_context():
        opened, visited = review_at(ReviewState.SELF_REVIEW_OPEN), review_at(ReviewState.VISITED)
        assigned(visited, part=Part.LEAD)
        people = [coordinator_of(opened).email, head_of(opened).email, assigned(visited).email]
        db.session.remove()
        db.engine.dispose()
    with serving(url, folder) as server:
        yield House(server, *people)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium in place of one that Playwright would fetch."""
    return launch_arguments()


OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(house: House, new_context: Callable[..., BrowserContext]) -> Iterator[OpenAs]:
    """A fresh browser of somebody, at a page."""
    complaints: list[list[str]] = []

    def opened(email: str, path: str, *, screen: dict[str, int] = DESK, javascript: bool = True) -> Page:
        context = new_context(viewport=screen, java_script_enabled=javascript, base_url=house.server.url)
        page = context.new_page()
        complaints.append(complaints_of(page))
        sign_in(page, email, path)
        return page

    yield opened
    assert not [one for each in complaints for one in each]


def sign_in(page: Page, email: str, path: str) -> None:
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("E-mail address").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")


def text_of(page: Page, name: str = "1a") -> Any:
    return page.locator(f"#answer-{name}")


def status_of(page: Page) -> Any:
    return page.locator("[data-status]")


def saved(page: Page, within: int = SOON) -> None:
    expect(status_of(page)).to_contain_text("Everything is saved", timeout=within)


def test_what_is_typed_while_the_line_is_down_waits_on_the_page_and_goes_when_it_is_back(
    house: House, open_as: OpenAs
) -> None:
    page = open_as(house.senco, house.page, screen=PHONE)
    page.context.set_offline(True)
    text_of(page).fill(TYPED)
    text_of(page, "1b").fill("Also typed")
    expect(status_of(page)).to_contain_text("Not saved yet – 2 changes waiting.", timeout=SOON)
    page.context.set_offline(False)

    saved(page)
    page.reload()
    expect(text_of(page)).to_have_value(TYPED)
    expect(text_of(page, "1b")).to_have_value("Also typed")


def test_nothing_of_it_is_left_in_the_browsers_storage(house: House, open_as: OpenAs) -> None:
    page = open_as(house.senco, house.page)
    text_of(page).fill("Confidential words")
    while_waiting = page.evaluate(STORED)
    saved(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    page.go_back()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Confidential words" not in page.content()
    assert all(
        "onfidential" not in stored and "answer" not in stored for stored in (while_waiting, page.evaluate(STORED))
    )


@pytest.mark.parametrize("code", [503, 413, 429])
def test_an_answer_that_is_no_answer_keeps_the_text_and_is_tried_again(
    code: int, house: House, open_as: OpenAs
) -> None:
    page = open_as(house.senco, house.page)
    page.route("**/self-review/leading", lambda route: route.fulfill(status=code), times=1)
    text_of(page).fill(f"After {code}")
    expect(status_of(page)).to_contain_text("Not saved yet – 1 change waiting.", timeout=SOON)
    if code == 413:
        text_of(page).fill(f"Short after {code}")

    saved(page)
    page.reload()
    expect(text_of(page)).to_have_value(f"Short after {code}" if code == 413 else f"After {code}")


def test_a_server_that_is_killed_costs_no_word(house: House, open_as: OpenAs) -> None:
    page = open_as(house.senco, house.page)
    text_of(page).fill(f"Killed: {TYPED}")
    workers = subprocess.run(["pgrep", "-P", str(house.server.process.pid)], capture_output=True, text=True, check=True)
    for worker in workers.stdout.split():
        os.kill(int(worker), signal.SIGKILL)

    saved(page, 3 * SOON)
    page.reload()
    expect(text_of(page)).to_have_value(f"Killed: {TYPED}")


def test_two_people_in_one_text_are_shown_both_and_choose(house: House, open_as: OpenAs) -> None:
    senco, head = open_as(house.senco, house.page), open_as(house.head, house.page)
    text_of(head, "1b").fill("By the head")
    saved(head)
    text_of(senco, "1b").fill("By the senco")
    box = senco.locator(".conflict--field")
    expect(box.locator("pre")).to_have_text("By the head", timeout=SOON)
    expect(status_of(senco)).to_contain_text("Somebody else has changed the same text")
    assert_accessible(senco)
    box.get_by_role("button", name="Put mine below theirs").click()

    saved(senco)
    senco.reload()
    expect(text_of(senco, "1b")).to_have_value("By the head\n\nBy the senco")


def test_signed_out_on_another_tab_the_page_is_covered_for_all_but_its_writer(house: House, open_as: OpenAs) -> None:
    page = open_as(house.senco, house.page)
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/")
    text_of(page).fill("Typed after signing out")
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=SOON)
    expect(text_of(page)).to_be_hidden()
    sign_in(other, house.head, house.page)  # who may open the same page
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(1_500)
    expect(text_of(page)).to_be_hidden()
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/")
    sign_in(other, house.senco, house.page)
    page.evaluate("window.dispatchEvent(new Event('focus'))")

    saved(page)
    expect(text_of(page)).to_be_visible()
    other.reload()
    expect(text_of(other)).to_have_value("Typed after signing out")


def test_leaving_by_a_link_saves_first(house: House, open_as: OpenAs) -> None:
    page = open_as(house.reviewer, house.form)
    text_of(page, "working").fill("Typed just before leaving")
    page.get_by_role("link", name="Area 2").click()
    page.wait_for_url("**/form/teaching")
    page.goto(house.form)

    expect(text_of(page, "working")).to_have_value("Typed just before leaving")


def test_without_scripts_a_button_does_the_same(house: House, open_as: OpenAs) -> None:
    page = open_as(house.reviewer, house.form, javascript=False)
    text_of(page, "better").fill("Line one\nline two </textarea> 😀")
    page.locator("label[for=rating-3]").click()
    page.get_by_role("button", name="Add a piece of evidence").click()
    page.get_by_label("What was done").select_option("pupils")
    page.get_by_label("What was seen").fill("They knew what helps them.")
    page.get_by_role("button", name="Add it").click()

    expect(text_of(page, "better")).to_have_value("Line one\nline two </textarea> 😀")
    expect(page.get_by_label("3 Secure")).to_be_checked()
    expect(page.get_by_text("They knew what helps them.")).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE, {"width": 320, "height": 700}], ids=lambda screen: screen["width"])
def test_pages_of_forms_have_no_barriers(screen: dict[str, int], house: House, open_as: OpenAs) -> None:
    for email, start, rest in (
        (house.head, "/reviews/1/self-review", ("", "/leading", "/check", "/blank", "/paste")),
        (house.reviewer, "/reviews/2/form", ("", "/leading", "/leading/evidence", "/check", "/blank")),
    ):
        page = open_as(email, start, screen=screen)
        for path in rest:
            page.goto(start + path)
            assert_accessible(page)
            assert_fits_its_width(page)
