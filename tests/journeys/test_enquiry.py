"""A school asks, the provider answers, the school uses the offer and says whether it helped."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inclusion_app.foundation import clock
from tests.journeys.conftest import County, Visit
from tests.journeys.keyboard import press_until
from tests.journeys.people import see, sign_in
from tests.support.browser import DESK, PHONE


def open_offer(page: Page, number: int) -> str:
    """The offer with that place in the list; its name."""
    page.goto("/directory")
    link = page.locator("article.card h3 a").nth(number)
    title = link.inner_text()
    page.goto(link.get_attribute("href") or "")
    see(page, title)
    return title


def ask(page: Page, number: int, words: str) -> str:
    """From the offer's page to an enquiry that is sent; the name of the offer."""
    title = open_offer(page, number)
    page.get_by_role("button", name=re.compile("^Add to the shortlist")).click()
    expect(page.get_by_role("button", name=re.compile("^Take off the shortlist"))).to_be_visible()
    page.get_by_role("link", name="Ask the provider").click()
    see(page, "Ask the provider")
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say what you need")
    page.get_by_label("What do you need?").fill(words)
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.get_by_text("The enquiry is sent")).to_be_visible()
    see(page, title)
    return title


def provider_of(page: Page, county: County) -> dict[str, Any]:
    """The account that answers for the offer on the page."""
    name = page.locator("main").inner_text().split("To ", 1)[1].split(".", 1)[0]
    domain = re.sub(r"[^a-z]+", "-", name.lower().replace("'", "").replace("’", "")).strip("-")
    members = [one for one in county.accounts if one["role"] == "provider-member"]
    return next(one for one in members if domain.split("-")[0] in one["email"].split("@")[1])


@pytest.mark.parametrize(
    ("screen", "javascript", "number", "words"),
    [(DESK, True, 3, "At a desk"), (PHONE, True, 4, "On a phone"), (DESK, False, 5, "Without scripts")],
)
def test_a_school_asks_and_the_provider_answers(  # noqa: PLR0917  # fixtures and parameters
    visit: Visit, county: County, screen: dict[str, int], javascript: bool, number: int, words: str
) -> None:
    school = visit("/sign-in", screen=screen, javascript=javascript)
    sign_in(school, county.account("senco"))
    title = ask(school, number, words)
    provider = visit("/sign-in", screen=screen, javascript=javascript)
    sign_in(provider, provider_of(school, county))
    provider.get_by_role("link", name="Enquiries", exact=True).first.click()
    see(provider, "Enquiries of schools")
    provider.get_by_role("link", name=re.compile(re.escape(title))).first.click()
    expect(provider.get_by_text(words, exact=True)).to_be_visible()
    provider.get_by_label("What happens next?").fill("We ring you tomorrow.")
    provider.get_by_role("button", name="Accept the enquiry").click()
    expect(provider.get_by_text("The enquiry is accepted")).to_be_visible()
    school.reload()
    expect(school.get_by_text("We ring you tomorrow.")).to_be_visible()
    say_that_it_helped(school, comment=f"Calmer mornings: {words}")


def say_that_it_helped(page: Page, *, comment: str) -> None:
    """From the answered enquiry."""
    page.get_by_role("link", name=re.compile("We have used it")).click()
    see(page, "We have used it")
    page.get_by_label("When did you use it last?").fill(str(clock.today()))
    page.get_by_label("Yes, it helped").check()
    page.get_by_label("Comment for the provider (optional)").fill(comment)
    page.get_by_role("button", name="Save").click()
    see(page, "Support used")
    expect(page.get_by_role("cell", name=re.compile(comment))).to_be_visible()


def test_an_offer_goes_on_the_shortlist_by_keyboard_alone(visit: Visit, county: County) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account("senco"))
    open_offer(page, 8)
    button = page.locator("[id^=shortlist-button-]")
    expect(button).to_contain_text("Add to")
    press_until(page, "Add to the shortlist")
    page.keyboard.press("Enter")
    expect(button).to_contain_text("Take off")
    expect(button).to_be_focused()


def test_the_public_says_that_something_is_out_of_date(visit: Visit) -> None:
    page = visit("/directory", javascript=False)
    page.locator("article.card h3 a").first.click()
    page.get_by_role("link", name=re.compile("out of date")).click()
    page.get_by_label("The contact or a link does not work").check()
    page.get_by_label("Tell us more").fill("Nobody answers this number.")
    page.get_by_role("button", name="Tell the provider").click()
    expect(page.get_by_text("The provider is told")).to_be_visible()
