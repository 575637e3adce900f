"""Make docs/screenshots/ anew: the demonstration county, served, and photographed at a desk and on a phone.

.venv/bin/python -m tools.screenshots
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browser import DESK, PHONE, launch_arguments
from tests.support.server import run_command, serving, settings_for

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
TALLEST = 1600
FREE_RUN = """
SELECT run.id, course.slug FROM run JOIN course ON course.id = run.course_id
WHERE run.state = 'open' AND run.book_by > datetime('now') AND run.capacity - run.taken > 3
AND run.opens_at < datetime('now') AND run.places_per_school IS NULL
AND course.taker = 'person' AND course.entry = 'book'
AND NOT EXISTS (SELECT 1 FROM course_prerequisite WHERE course_id = course.id) ORDER BY run.starts_at LIMIT 1
"""

TEAM_PAGES = (
    ("home-team", "/"),
    ("team-schools", "/team/schools"),
    ("team-results", "/team/results"),
    ("team-results-map", "/team/results/map"),
    ("team-results-equity", "/team/results/equity"),
    ("team-results-not-yet-reached", "/team/results/not-yet-reached"),
)
PARTS = (("team-results-funnel", "funnel"), ("team-results-trend", "over-time"), ("team-results-heat-map", "heat"))
"""Sections of the county's page, by the heading that names them."""


def take_all() -> None:
    """Serve a fresh county from a temporary folder and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data, accounts = Path(folder), Path(folder) / "accounts.json"
        url = f"sqlite:///{data / 'county.sqlite3'}"
        settings = settings_for(url, data)
        run_command(settings, "db", "upgrade")
        run_command(settings, "demo", "load", "--accounts", str(accounts))
        run_id, slug = sqlite3.connect(data / "county.sqlite3").execute(FREE_RUN).fetchone()
        people = {account["role"]: account for account in reversed(json.loads(accounts.read_text()))}
        with serving(url, data) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_arguments())
            for width in (DESK, PHONE):
                _take(browser, server.url, width, people, f"/catalogue/{slug}", run_id)
            browser.close()


def _take(  # noqa: PLR0917  # one call, just above
    browser: Browser, base: str, screen: dict[str, int], people: dict[str, Any], course: str, run_id: int
) -> None:
    page = browser.new_context(viewport=screen, base_url=base).new_page()  # type: ignore[arg-type]  # a plain dict will do
    for name, path in (("home-public", "/"), ("sign-in", "/sign-in"), ("directory", "/directory?words=autism")):
        _shoot(page, name, path)
    _sign_in(page, people["headteacher"])
    for name, path in _head_pages(people["headteacher"]["urn"], course, run_id):
        _shoot(page, name, path)
    _printed(page, "school-results-print", f"/schools/{people['headteacher']['urn']}/results")
    _book(page, people["headteacher"]["urn"], run_id)
    page.context.clear_cookies()
    _sign_in(page, people["team-manager"])
    for name, path in (*TEAM_PAGES, ("team-run", f"/team/runs/{run_id}")):
        _shoot(page, name, path)
    page.goto("/team/results")
    for name, heading in PARTS:
        section = page.locator(f"section[aria-labelledby={heading}]")
        section.screenshot(path=PICTURES / f"{name}-{screen['width']}.png")
        print(f"{name}-{screen['width']}.png")
    page.context.close()


def _printed(page: Page, name: str, path: str) -> None:
    """As paper shows it."""
    page.emulate_media(media="print")
    _shoot(page, name, path)
    page.emulate_media(media="screen")


def _head_pages(urn: int, course: str, run_id: int) -> Iterator[tuple[str, str]]:
    yield "home-head", "/"
    yield "catalogue", "/catalogue"
    yield "course", course
    yield "run", f"{course}/runs/{run_id}"
    yield "choose", f"/schools/{urn}/basket/runs/{run_id}"
    yield "school-bookings", f"/schools/{urn}/bookings"
    yield "school-results", f"/schools/{urn}/results"
    yield "school-reviews", f"/schools/{urn}/reviews"


def _book(page: Page, urn: int, run_id: int) -> None:
    page.goto(f"/schools/{urn}/basket/runs/{run_id}")
    page.locator("input[name=people]:enabled").first.check()
    page.get_by_role("button", name="Put into the basket").click()
    page.wait_for_url("**/basket")
    _shoot(page, "basket")
    for box in page.locator("input[name^=accept-]").all():
        box.check()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/confirmed")
    _shoot(page, "confirmation")


def _sign_in(page: Page, account: dict[str, Any]) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def _shoot(page: Page, name: str, path: str = "") -> None:
    if path:
        page.goto(path)
    size = page.viewport_size or {"width": DESK["width"], "height": DESK["height"]}
    height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height}
    page.screenshot(path=PICTURES / f"{name}-{size['width']}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
    print(f"{name}-{size['width']}.png")


if __name__ == "__main__":
    take_all()
