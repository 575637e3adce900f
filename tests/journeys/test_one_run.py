"""One run of three sessions from the catalogue to the certificate, told by everybody who has to do with it: a
colleague is sent instead, an offer of a place lapses, the next is taken up, and somebody walks in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader
from sqlalchemy import create_engine

from inclusion_app.foundation import clock
from tests.journeys.conftest import County, Visit
from tests.journeys.days import Days
from tests.journeys.keyboard import follow, press_until, sign_in_by_keyboard
from tests.journeys.people import see, sign_in
from tests.support.browser import PHONE

COURSE = "Inclusive practices"
ADA, BEA, CAY = "Ada First", "Bea Second", "Cay Third"
DOT, EVE = "Dot Fourth", "Eve Fifth"
OURS, THEIRS = 1, 2
"""Which of the schools whose people can sign in: the headteacher's, and the other school."""


@dataclass
class Story:
    """Who tells it, the run that it is about, and the code that it ends with."""

    county: County
    visit: Visit
    days: Days
    run: str = ""

    def somebody(self, role: str, place: int = 0) -> dict[str, Any]:
        """Whoever has that role, at that school where the role is one of a school's."""
        return [account for account in self.county.accounts if account["role"] == role][place]

    def page_of(self, role: str, place: int = 0, **given: Any) -> Page:
        """A browser of their own, signed in."""
        page = self.visit("/sign-in", **given)
        sign_in(page, self.somebody(role, place))
        return page

    @property
    def run_id(self) -> int:
        return int(self.run.rpartition("/")[2])


@pytest.fixture
def story(county: County, visit: Visit) -> Iterator[Story]:
    engine = create_engine(
        county.server.environment["INCLUSION_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    )
    yield Story(county, visit, Days(county, engine))
    engine.dispose()


def test_from_the_catalogue_to_the_certificate(story: Story) -> None:
    the_team_makes_a_run_and_opens_it(story)
    head = a_headteacher_books_four_on_three_places(story)
    another_school_waits_without_scripts(story)
    a_colleague_is_sent_instead(story, head)
    an_offer_lapses_and_the_next_is_taken_up(story, head)
    story.days.sessions_are_over(story.run_id)
    the_provider_takes_the_registers_on_a_phone(story)
    story.days.worker()
    code = somebody_says_how_it_was_and_fetches_the_certificate(story)
    anybody_checks_the_certificate(story, code)
    the_head_and_the_team_see_what_has_come_of_it(story, head)


def the_team_makes_a_run_and_opens_it(story: Story) -> None:
    page = story.page_of("team-adviser")
    page.get_by_role("link", name="Courses", exact=True).click()
    page.get_by_role("link", name=COURSE, exact=True).click()
    page.get_by_role("button", name="Add a run").click()
    first, now = clock.today() + timedelta(days=40), clock.now()
    for number in range(3):
        if number:
            page.get_by_role("button", name="Add another session").click()
        session = page.get_by_role("group", name=f"Session {number + 1}")
        session.get_by_label("Date").fill(str(first + timedelta(weeks=number)))
        session.get_by_label("Starts at").fill("09:00")
        session.get_by_label("Ends at").fill("11:00")
        session.get_by_label("Venue").fill("The hall")
    page.get_by_label("Places", exact=True).fill("3")
    page.get_by_label("Booking opens").fill(_wall(now - timedelta(hours=1)))
    for deadline in ("Book by", "Cancel by"):
        page.get_by_label(deadline).fill(_wall(now + timedelta(days=30)))
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("The run is kept as a draft")).to_be_visible()
    page.get_by_role("button", name="Open to booking").click()
    expect(page.get_by_text("The run is open")).to_be_visible()
    story.run = page.get_by_role("link", name="See it as in the catalogue").get_attribute("href") or ""


def a_headteacher_books_four_on_three_places(story: Story) -> Page:
    page = story.page_of("headteacher", OURS)
    into_the_basket(page, story)
    see(page, "Who is to go?")
    page.get_by_role("checkbox", name=_name_of(story.somebody("staff", OURS))).check()
    page.get_by_text("Paste several people").click()
    page.locator("textarea[name=pasted]").fill("\n".join(f"{name}, {_email(name)}" for name in (ADA, BEA, CAY)))
    page.get_by_role("button", name="Put into the basket").click()
    see(page, "Basket")
    page.get_by_role("radio", name=re.compile("^Place those who fit")).check()
    confirm(page)
    see(page, "3 places booked")
    expect(row(page, CAY)).to_contain_text("Number 1 in line")
    return page


def another_school_waits_without_scripts(story: Story) -> None:
    page = story.page_of("booker", THEIRS, javascript=False)
    into_the_basket(page, story)
    page.get_by_label("Full name").fill(DOT)
    page.get_by_label("Work e-mail address").fill(_email(DOT))
    page.get_by_role("button", name="Put into the basket").click()
    page.get_by_role("radio", name="Join the waiting list").check()
    confirm(page)
    see(page, "On the waiting list")
    expect(row(page, DOT)).to_contain_text("Number 2 in line")


def a_colleague_is_sent_instead(story: Story, page: Page) -> None:
    open_booking(page, ADA)
    her_booking = page.url
    page.get_by_role("button", name="Send a colleague instead").click()
    page.get_by_role("radio", name=_name_of(story.somebody("senco", OURS))).check()
    page.get_by_role("button", name="Send this colleague instead").click()
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()
    expect(page.get_by_role("heading", level=1)).to_contain_text(_name_of(story.somebody("senco", OURS)))
    page.goto(her_booking)
    expect(page.get_by_text("Colleague sent").first).to_be_visible()


def an_offer_lapses_and_the_next_is_taken_up(story: Story, page: Page) -> None:
    open_booking(page, BEA)
    page.get_by_role("button", name=re.compile("^Cancel this booking")).click()
    expect(page.get_by_text(f"The booking of {BEA} has been cancelled")).to_be_visible()
    open_booking(page, CAY)
    expect(page.get_by_text("A place is kept until")).to_be_visible()
    story.days.offers_run_out(story.run_id)
    story.days.worker()
    page.reload()
    expect(page.get_by_text("Not placed").first).to_be_visible()
    reader = story.visit(story.days.link_sent_to(_email(DOT), "/offers/"), screen=PHONE)
    see(reader, "A place has become free")
    reader.get_by_role("button", name="Take the place").click()
    expect(reader.get_by_text("The place is taken up")).to_be_visible()


def the_provider_takes_the_registers_on_a_phone(story: Story) -> None:
    page = story.page_of("provider-member", _provider(story), screen=PHONE)
    page.goto(f"/runs/{story.run_id}/register")
    see(page, "Register")
    page.get_by_role("link", name=re.compile("^Take the register")).first.click()
    for name in _coming(story):
        tick(page, name, "Present")
    expect(page.locator("[data-register-status]")).to_have_text("All marks are saved.")
    somebody_walks_in(story, page)
    page.get_by_role("link", name="Back to the sessions").click()
    for number, excused in ((1, True), (2, False)):
        page.get_by_role("link", name=re.compile("^Take the register")).nth(number).click()
        if excused:
            tick(page, _coming(story)[0], "Excused")
            expect(page.locator("[data-register-status]")).to_have_text("All marks are saved.")
        page.get_by_label("Mark everybody else present").check()
        page.get_by_role("button", name="Save the register").click()
        expect(page.get_by_text(f"{3 if excused else 4} marks have changed")).to_be_visible()
        page.get_by_role("link", name="Back to the sessions").click()
    page.get_by_role("button", name="Close the register").click()
    expect(page.get_by_text("4 completed the run")).to_be_visible()


def somebody_walks_in(story: Story, page: Page) -> None:
    page.get_by_role("link", name="Somebody came who is not on the list").click()
    page.get_by_label("Full name").fill(EVE)
    page.get_by_label("Work e-mail address").fill(_email(EVE))
    page.get_by_label(re.compile("^School")).select_option(str(story.somebody("booker", THEIRS)["urn"]))
    page.get_by_label("There is room for one more").check()
    page.get_by_role("button", name="Add them").click()
    expect(page.get_by_role("group", name=EVE).get_by_role("radio", name="Present")).to_be_checked()


def somebody_says_how_it_was_and_fetches_the_certificate(story: Story) -> str:
    """A member of staff, by the keyboard alone; the code of the certificate."""
    account = story.somebody("staff", OURS)
    page = story.visit("/sign-in")
    sign_in_by_keyboard(page, account["email"], account["password"])
    follow(page, "My bookings")
    follow(page, f"Give feedback: {COURSE}")
    see(page, "How was it?")
    answer_by_keyboard(page)
    see(page, "My bookings")
    follow(page, "My record")
    see(page, "My learning record")
    press_until(page, f"Download the certificate of {COURSE} (PDF)")
    with page.expect_download() as fetched:
        page.keyboard.press("Enter")
    paper = PdfReader(BytesIO(Path(fetched.value.path()).read_bytes()))
    code = fetched.value.suggested_filename.removeprefix("certificate-").removesuffix(".pdf")
    assert f"/certificates/{code}" in re.sub(r"\s", "", paper.pages[0].extract_text())
    return code


def answer_by_keyboard(page: Page) -> None:
    """Four of five to every question, then a sentence, then Send."""
    for question in page.locator("fieldset").all():
        first = question.get_by_role("radio").first
        press_to(page, first)
        for _ in range(3):  # from one to four
            page.keyboard.press("ArrowRight")
        expect(question.get_by_role("radio").nth(3)).to_be_checked()
    press_to(page, page.locator("textarea").first)
    page.keyboard.type("We plan together now.")
    follow(page, "Send")


def press_to(page: Page, wanted: Locator) -> None:
    """Tab to one field."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if wanted.evaluate("field => field === document.activeElement"):
            return
    pytest.fail(f"{wanted} cannot be reached with the Tab key.")


def anybody_checks_the_certificate(story: Story, code: str) -> None:
    page = story.visit("/certificates/check", screen=PHONE, javascript=False)
    page.get_by_label("Code").fill(code.lower())
    page.get_by_role("button", name="Check").click()
    see(page, "This certificate is valid")
    expect(page.get_by_text(_name_of(story.somebody("staff", OURS)))).to_be_visible()


def the_head_and_the_team_see_what_has_come_of_it(story: Story, page: Page) -> None:
    page.get_by_role("link", name="Staff training", exact=True).click()
    see(page, "Staff training")
    page.get_by_label("Find somebody").fill(re.split(r"[.@]", story.somebody("senco", OURS)["email"])[1])
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#results")).to_contain_text(COURSE)
    team = story.page_of("team-adviser")
    team.goto(f"/team/runs/{story.run_id}/bookings")
    for name in (DOT, EVE):
        expect(row(team, name)).to_contain_text("Completed")
    for name in (ADA, BEA, CAY):
        expect(row(team, name)).to_have_count(0)


def into_the_basket(page: Page, story: Story) -> None:
    """From the catalogue to the question of who is to go."""
    page.get_by_role("link", name="Training", exact=True).click()
    page.get_by_label("Search courses").fill(COURSE)
    page.get_by_label("Search courses").press("Enter")
    page.get_by_role("link", name=COURSE, exact=True).click()
    page.locator(f"a[href='{story.run}']").click()
    page.get_by_role("button", name=re.compile("^Book places")).click()


def confirm(page: Page) -> None:
    """Accept what warns, and confirm."""
    for box in page.locator("input[name^=accept-]").all():
        box.check()
    page.get_by_role("button", name=re.compile("^Confirm")).last.click()
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()


def open_booking(page: Page, name: str) -> None:
    """From anywhere to one booking of the school."""
    page.get_by_role("link", name="School bookings", exact=True).click()
    page.get_by_label("Name or course").fill(name)
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=re.compile(f"{name} on")).first.click()
    see(page, name)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def tick(page: Page, name: str | re.Pattern[str], mark: str) -> None:
    page.get_by_role("group", name=name).get_by_role("radio", name=mark).check()


def _coming(story: Story) -> list[str | re.Pattern[str]]:
    return [*(_name_of(story.somebody(role, OURS)) for role in ("staff", "senco")), DOT]


def _provider(story: Story) -> int:
    """Which of the providers' people belongs to the one that gives the run: all but two providers have one member."""
    return next(
        number
        for number, account in enumerate(a for a in story.county.accounts if a["role"] == "provider-member")
        if "orchard" in account["email"]
    )


def _name_of(account: dict[str, Any]) -> re.Pattern[str]:
    return re.compile(account["email"].partition("@")[0].replace(".", " "), re.IGNORECASE)


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@journey.example"


def _wall(moment: datetime) -> str:
    return f"{clock.london(moment):%Y-%m-%dT%H:%M}"
