"""A provider keeps its offers: a change is read before it is seen, and what nobody checks goes until somebody has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine, text

from inclusion_app.directory.rules.shelf_life import DEFAULTS, next_check
from inclusion_app.foundation import clock
from inclusion_app.foundation.formats import short_day
from tests.journeys.conftest import County, Visit
from tests.journeys.days import Days
from tests.journeys.keyboard import follow, press_until, sign_in_by_keyboard
from tests.journeys.people import see, sign_in
from tests.support.browser import PHONE

REASON = "Say how many schools you come to in a term."
FRESH = """
SELECT offer.id, offer.slug, said.title, person.email FROM offer
JOIN offer_version said ON said.id = offer.published_version_id
JOIN membership ON membership.provider_id = offer.provider_id AND membership.role = 'provider-member'
JOIN person ON person.id = membership.person_id
WHERE offer.state = 'published' AND offer.next_check_on > :soon
AND (SELECT COUNT(*) FROM offer_version WHERE offer_id = offer.id) = 1
ORDER BY offer.id DESC, person.id
"""
DUE_ON = "UPDATE offer SET next_check_on = :day WHERE id = :id"


@dataclass(frozen=True)
class Kept:
    """An offer that this story is about, and whoever keeps it."""

    id: int
    slug: str
    title: str
    member: dict[str, Any]


@pytest.fixture
def days(county: County) -> Iterator[Days]:
    engine = create_engine(
        county.server.environment["INCLUSION_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    )
    yield Days(county, engine)
    engine.dispose()


@pytest.fixture
def offer(county: County, days: Days) -> Kept:
    """One whose check is far away, with a single version."""
    soon = clock.today() + timedelta(days=30)
    with days.engine.connect() as connection:
        number, slug, title, email = connection.execute(text(FRESH), {"soon": soon}).first() or pytest.fail("None.")
    return Kept(number, slug, title, next(one for one in county.accounts if one["email"] == email))


def test_a_change_is_returned_once_and_then_approved(visit: Visit, county: County, offer: Kept) -> None:
    public = visit(f"/directory/{offer.slug}", javascript=False)
    before = public.locator("p.govuk-body-l").inner_text()
    the_provider_changes_it_on_a_phone(visit("/sign-in", screen=PHONE), offer)
    expect_said(public, before, waiting="Three weeks, at most")
    the_team_returns_it_by_keyboard(visit("/sign-in"), county, offer)
    expect_said(public, before, waiting="Three weeks, at most")
    the_provider_changes_it_again_without_scripts(visit("/sign-in", javascript=False), offer)
    team = visit("/sign-in")
    sign_in(team, county.account("team-manager"))
    the_team_approves_it(team, offer)
    public.reload()
    expect(public.locator("p.govuk-body-l")).to_have_text("Four schools a term get a plan of their own.")
    expect(public.locator("main")).to_contain_text("Three weeks, at most")
    the_history_shows_both(team, offer)


def expect_said(public: Page, summary: str, *, waiting: str) -> None:
    """Everybody reads what was published, and nothing of the change."""
    public.reload()
    expect(public.locator("p.govuk-body-l")).to_have_text(summary)
    expect(public.locator("main")).not_to_contain_text(waiting)


def the_provider_changes_it_on_a_phone(page: Page, offer: Kept) -> None:
    sign_in(page, offer.member)
    page.goto("/provider/offers")
    see(page, "Our offers")
    page.get_by_role("link", name=offer.title, exact=True).click()
    page.get_by_role("button", name="Edit").click()
    see(page, "Edit this offer")
    page.get_by_label("Summary").fill("Schools get a plan of their own.")
    page.get_by_label("How long a school waits now").fill("Three weeks, at most")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your changes are saved")).to_be_visible()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("It waits for the inclusion team")).to_be_visible()
    see(page, offer.title)


def the_team_returns_it_by_keyboard(page: Page, county: County, offer: Kept) -> None:
    account = county.account("team-adviser")
    sign_in_by_keyboard(page, account["email"], account["password"])
    page.goto("/team/offers")
    follow(page, offer.title)
    see(page, offer.title)
    expect(page.locator("dl.changed dt")).to_have_text(["Summary", "Waiting now"])
    expect(page.locator("dl.changed ins")).to_contain_text(["Schools get a plan", "Three"])
    press_until(page, "Return it with reasons")
    page.keyboard.press("Enter")
    press_until(page, "What has to change?")
    page.keyboard.type(REASON)
    press_until(page, "Return it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Returned: its provider is told")).to_be_visible()


def the_provider_changes_it_again_without_scripts(page: Page, offer: Kept) -> None:
    """The reason stands above what was typed, and what was typed stands in the form."""
    sign_in(page, offer.member)
    page.goto("/provider/offers")
    line = page.get_by_role("row", name=re.compile(re.escape(offer.title)))
    expect(line).to_contain_text("Change returned")
    line.get_by_role("link", name=offer.title, exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(REASON)
    expect(page.locator("p.govuk-body-l")).to_have_text("Schools get a plan of their own.")
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("How long a school waits now")).to_have_value("Three weeks, at most")
    page.get_by_label("Summary").fill("Four schools a term get a plan of their own.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_text("It waits for the inclusion team")).to_be_visible()


def the_team_approves_it(page: Page, offer: Kept) -> None:
    page.goto("/team/offers")
    page.get_by_role("link", name=offer.title, exact=True).click()
    see(page, offer.title)
    expect(page.locator("dl.changed dt")).to_have_text(["Summary", "Waiting now"])
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved: everybody sees it now")).to_be_visible()


def the_history_shows_both(page: Page, offer: Kept) -> None:
    page.goto(f"/team/offers/{offer.id}")
    lines = page.get_by_role("table", name="Versions").locator("tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.filter(has_text="Published")).to_contain_text(f"Returned once, with: {REASON}")
    lines.filter(has_text="Replaced").get_by_role("link").click()
    see(page, offer.title)
    expect(page.locator("main")).not_to_contain_text("Three weeks, at most")


def test_what_nobody_checks_goes_amber_then_goes_and_comes_back(
    visit: Visit, county: County, days: Days, offer: Kept
) -> None:
    public, provider = visit("/directory"), visit("/sign-in", screen=PHONE)
    sign_in(provider, offer.member)
    due_on(days, offer, clock.today())
    everybody_reads_that_it_is_due(public, offer)
    the_provider_says_in_one_click_that_it_is_true(provider, offer)
    everybody_reads_that_it_is_checked(public, offer)

    due_on(days, offer, clock.today() - timedelta(days=DEFAULTS.hidden_after_days))
    nobody_finds_it(public, offer)
    team = visit("/sign-in", javascript=False)
    sign_in(team, county.account("team-viewer"))
    team.goto("/team/offers?show=hidden")
    expect(team.get_by_role("row", name=re.compile(re.escape(offer.title)))).to_contain_text("Hidden")

    days.worker()
    days.digests_go_out()
    reminded = days.link_sent_to(offer.member["email"], rf"http\S+/provider/offers/{offer.id}/still-")
    provider.goto(reminded)
    provider.get_by_role("button", name="Still true").click()
    expect(provider.get_by_text("counts as checked today")).to_be_visible()
    everybody_reads_that_it_is_checked(public, offer)
    team.reload()
    expect(team.get_by_role("link", name=offer.title, exact=True)).to_have_count(0)


def due_on(days: Days, offer: Kept, day: date) -> None:
    """The months go by: its check is due on that day."""
    with days.engine.begin() as connection:
        connection.execute(text(DUE_ON), {"day": day, "id": offer.id})


def card_of(public: Page, offer: Kept) -> Locator:
    """The offer in what a search for its name finds."""
    public.goto(f"/directory?{urlencode({'words': offer.title})}")
    expect(public.locator(".results__count")).to_contain_text(offer.title)
    return public.locator("article.card").filter(has=public.get_by_role("link", name=offer.title, exact=True))


def everybody_reads_that_it_is_due(public: Page, offer: Kept) -> None:
    expect(card_of(public, offer)).to_contain_text("Check is due")
    public.goto(f"/directory/{offer.slug}")
    see(public, offer.title)
    expect(public.locator("main .govuk-tag--yellow")).to_have_text("Check is due")


def the_provider_says_in_one_click_that_it_is_true(page: Page, offer: Kept) -> None:
    """The list and the offer's page say that it is due; the three facts are asked, and stand there already."""
    page.goto("/provider/offers")
    line = page.get_by_role("row", name=re.compile(re.escape(offer.title)))
    expect(line).to_contain_text("Check is due")
    line.get_by_role("link", name=offer.title, exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Say that it is still true")
    see(page, offer.title)
    page.get_by_role("button", name="Still true?").click()
    see(page, "Is this still true?")
    expect(page.locator("main h2")).to_have_text(["Contact", "Waiting", "Cost"])
    page.get_by_role("button", name="Still true").click()
    expect(page.get_by_text("counts as checked today")).to_be_visible()


def everybody_reads_that_it_is_checked(public: Page, offer: Kept) -> None:
    """Nothing but the day tells that it was ever due."""
    card = card_of(public, offer)
    expect(card).to_contain_text(f"next check {short_day(next_check(clock.today()))}")
    expect(card).not_to_contain_text("Check is due")
    public.goto(f"/directory/{offer.slug}")
    expect(public.locator("main")).to_contain_text("by its provider")
    expect(public.locator("main .govuk-tag--yellow, main .notice--warning")).to_have_count(0)


def nobody_finds_it(public: Page, offer: Kept) -> None:
    """No search; whoever has its address is warned."""
    expect(card_of(public, offer)).to_have_count(0)
    public.goto(f"/directory/{offer.slug}")
    see(public, offer.title)
    expect(public.locator("main .notice--warning")).to_contain_text("in no list any more")
