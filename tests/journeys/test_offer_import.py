"""The team brings offers in from another directory: looks at the file, tells its columns apart, takes it over."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import County, Visit
from tests.journeys.people import see, sign_in
from tests.support.browser import DESK, PHONE

PAGE = "/team/directory/import"


def feed(name: str, *, waiting: str) -> bytes:
    """A page of services with members that the standard has, and one that we have to be told of."""
    said = {"id": f"id of {name}", "name": name, "status": "active", "email": "schools@elsewhere.example"}
    said |= {"organization": {"name": "Elsewhere Trust"}, "description": "<p>What it is.</p>", "queue": waiting}  # type: ignore[dict-item]  # as feeds are
    return json.dumps({"contents": [said]}).encode()


def choose(page: Page, name: str, data: bytes) -> None:
    page.goto(PAGE)
    see(page, "Offers from a file")
    page.get_by_label("Which directory is it from?").fill(f"Elsewhere {name}")
    file: Any = {"name": "feed.json", "mimeType": "application/json", "buffer": data}
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    see(page, "Check what would be made")


def tell_apart(page: Page) -> None:
    """What the guess does not know, and what the file does not say."""
    page.get_by_label("queue", exact=True).select_option("waiting")
    page.locator("#kind").select_option("outreach")
    for box in ("Targeted", "Primary", "In person"):
        page.get_by_label(box, exact=True).check()
    page.get_by_label("How a school gets it").last.fill("Write to the provider.")
    page.get_by_role("button", name="Look again").last.click()
    see(page, "Check what would be made")


@pytest.mark.parametrize(
    ("screen", "javascript", "name"),
    [(DESK, True, "Desk support"), (PHONE, True, "Phone support"), (DESK, False, "Plain support")],
)
def test_a_feed_is_brought_in_and_published_and_then_brought_in_again(  # noqa: PLR0917  # fixtures and parameters
    visit: Visit, county: County, screen: dict[str, int], javascript: bool, name: str
) -> None:
    page = visit("/", screen=screen, javascript=javascript)
    sign_in(page, county.account("team-manager"))
    choose(page, name, feed(name, waiting="no waiting"))
    expect(page.get_by_text("Nothing can be taken over yet")).to_be_visible()
    tell_apart(page)
    page.get_by_role("button", name="Take over and publish at once").click()
    see(page, "Offers from a file")
    expect(page.get_by_text("Taken over and published: 1 new, 0 changed.")).to_be_visible()
    page.goto(f"/directory/{name.lower().replace(' ', '-')}")
    see(page, name)
    choose(page, name, feed(name, waiting="six weeks"))
    tell_apart(page)
    expect(page.get_by_role("cell", name="waiting").first).to_be_visible()
    page.get_by_role("button", name="Take over, then approve each").click()
    expect(page.get_by_text("Taken over and waiting for approval: 0 new, 1 changed.")).to_be_visible()
