"""A headteacher finds a course and books places for staff, in one sitting."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import bindparam, create_engine, text

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import UtcDateTime
from tests.journeys.conftest import County, Visit
from tests.journeys.keyboard import follow, press_until, sign_in_by_keyboard
from tests.journeys.people import see, sign_in
from tests.support.browser import DESK, PHONE

OPEN_RUN = re.compile(r"/catalogue/[a-z-]+/runs/\d+$")


FREE_RUN = """
SELECT run.id, course.title FROM run JOIN course ON course.id = run.course_id
WHERE run.state = 'open' AND run.opens_at < :now AND run.book_by > :now AND run.capacity - run.taken > 3
AND run.places_per_school IS NULL AND course.taker = 'person' AND course.entry = 'book'
AND NOT EXISTS (SELECT 1 FROM course_prerequisite WHERE course_id = course.id)
AND NOT EXISTS (SELECT 1 FROM ring_fence WHERE run_id = run.id) ORDER BY run.starts_at DESC LIMIT 1
"""


def open_a_run_with_places(page: Page, county: County) -> None:
    """From the catalogue to a run that has places left, of a course that any number of people may attend."""
    engine = create_engine(county.server.environment["INCLUSION_DATABASE_URL"])
    with engine.connect() as connection:
        now = bindparam("now", clock.now(), UtcDateTime())
        run_id, title = connection.execute(text(FREE_RUN).bindparams(now)).one()
    engine.dispose()
    page.goto("/catalogue")
    see(page, "Training catalogue")
    page.get_by_label("Search courses").fill(title)
    page.get_by_label("Search courses").press("Enter")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.locator(f"a[href$='/runs/{run_id}']").first.click()
    page.wait_for_url(OPEN_RUN)


def fill_the_basket(page: Page, name: str) -> None:
    """Somebody of the list, and somebody new."""
    # an executive head's second school, which has booked little so far
    page.get_by_role("button", name=re.compile("^Book places")).last.click()
    see(page, "Who is to go?")
    page.locator("input[name=people]:enabled").last.check()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Work e-mail address").fill(f"{name.lower().replace(' ', '.')}@school.example")
    page.get_by_role("button", name="Put into the basket").click()
    see(page, "Basket")


def confirm(page: Page) -> None:
    """Accept what warns, choose the waiting list where it is asked, and confirm."""
    for box in page.locator("input[name^=accept-]").all():
        box.check()
    for radio in page.locator("input[name^=when-full-][value=wait]").all():
        radio.check()
    page.get_by_role("button", name=re.compile("^Confirm")).click()


@pytest.mark.parametrize(
    ("screen", "javascript", "name"),
    [(DESK, True, "Desk Newcomer"), (PHONE, True, "Phone Newcomer"), (DESK, False, "Plain Newcomer")],
)
def test_a_headteacher_books_staff_and_cancels_one(  # noqa: PLR0917  # fixtures and parameters
    visit: Visit, county: County, screen: dict[str, int], javascript: bool, name: str
) -> None:
    page = visit("/", screen=screen, javascript=javascript)
    sign_in(page, county.account("headteacher"))
    see(page, "Hello")
    open_a_run_with_places(page, county)
    fill_the_basket(page, name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    confirm(page)
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()
    see(page, "booked")
    expect(page.get_by_role("cell", name=name)).to_be_visible()
    page.get_by_role("link", name=re.compile("^All bookings of")).click()
    see(page, "Bookings")
    page.get_by_label("Name or course").fill(name)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=re.compile(f"^Open or cancel.*{name} on")).click()
    see(page, name)
    page.get_by_role("button", name=re.compile("^Cancel this booking")).click()
    expect(page.get_by_text(f"The booking of {name} has been cancelled")).to_be_visible()


def test_by_keyboard_alone(visit: Visit, county: County) -> None:
    account = county.account("senco")
    page = visit("/sign-in")
    sign_in_by_keyboard(page, account["email"], account["password"])
    follow(page, "Training")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Training catalogue")
    press_until(page, "Search courses")
    page.keyboard.type("autism")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_contain_text("autism")
    follow(page, "SPELL: a framework for autism")
    expect(page.get_by_role("heading", level=1)).to_contain_text("SPELL")


def test_search_updates_in_place_and_back_goes_back(visit: Visit) -> None:
    page = visit("/catalogue")
    page.get_by_label("Search courses").press_sequentially("ASD", delay=20)
    expect(page.locator("#results")).to_contain_text("autism")
    page.wait_for_url(re.compile("ASD"))
    page.reload()
    expect(page.locator("#results")).to_contain_text("autism")
    page.locator(".card__link").first.click()
    page.wait_for_url(re.compile("/catalogue/"))  # back goes nowhere from a page that is still coming
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Training catalogue")
    expect(page.locator("#results")).to_contain_text("autism")


def test_what_was_typed_outlives_the_session(visit: Visit, county: County) -> None:
    account = county.accounts[5]
    page = visit("/sign-in")
    sign_in(page, account)
    page.goto(f"/schools/{account['urn']}/staff")
    other = page.context.new_page()
    other.goto("/account")
    other.get_by_role("button", name="Sign out").click()
    page.get_by_label("Full name").fill("Typed Before")
    page.get_by_label("Work e-mail address").fill("typed.before@school.example")
    page.get_by_role("button", name="Add to the list").click()
    expect(
        page.get_by_text(re.compile("Typed Before")).or_(page.locator("textarea", has_text="Typed Before"))
    ).to_be_visible()
