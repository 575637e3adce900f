"""One short story for every other kind of user."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import County, Visit
from tests.journeys.people import see, sign_in
from tests.support.browser import PHONE
from tests.support.server import run_command


def test_a_booker_pastes_a_list(visit: Visit, county: County) -> None:
    account = county.account("booker")
    page = visit("/sign-in")
    sign_in(page, account)
    page.goto(f"/schools/{account['urn']}/staff")
    page.get_by_label("Names and e-mail addresses").fill("Pat One, pat.one@school.example\nnobody at all")
    page.get_by_role("button", name="Add them all").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 2")
    expect(page.get_by_label("Names and e-mail addresses")).to_have_value(re.compile("nobody at all"))
    page.get_by_label("Names and e-mail addresses").fill("Pat One, pat.one@school.example")
    page.get_by_role("button", name="Add them all").click()
    expect(page.get_by_role("cell", name="Pat One", exact=True)).to_be_visible()
    see(page, "Staff list")


@pytest.mark.parametrize("role", ["staff", "governor"])
def test_staff_and_governors_see_their_own(visit: Visit, county: County, role: str) -> None:
    account = county.account(role)
    page = visit("/sign-in", screen=PHONE)
    sign_in(page, account)
    see(page, "Hello")
    page.goto("/my-bookings")
    see(page, "My bookings")
    page.goto(f"/schools/{account['urn']}/bookings")
    see(page, "You cannot do this")


def test_a_reviewer_has_a_home(visit: Visit, county: County) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account("reviewer"))
    see(page, "Hello")
    page.get_by_role("link", name="My bookings", exact=True).click()
    see(page, "My bookings")


def test_a_provider_sees_who_is_coming(visit: Visit, county: County) -> None:
    page = visit("/sign-in", screen=PHONE)
    for account in (a for a in county.accounts if a["role"] == "provider-member"):
        page.context.clear_cookies()
        page.goto("/sign-in")
        sign_in(page, account)
        page.goto("/provider/runs")
        see(page, "Our runs")
        runs = page.locator("td a[href^='/provider/runs/']")
        if runs.count():
            runs.first.click()
            expect(page.get_by_role("heading", name="Who is coming")).to_be_visible()
            return
    pytest.fail("No provider has a run.")


@pytest.mark.parametrize("role", ["team-viewer", "team-adviser", "team-manager"])
def test_the_team_finds_schools_runs_and_people(visit: Visit, county: County, role: str) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account(role))
    see(page, "Hello")
    page.get_by_role("link", name="Schools", exact=True).click()
    see(page, "Schools")
    page.locator("#results a[href^='/team/schools/']").first.click()
    expect(page.get_by_role("link", name="Training bookings")).to_be_visible()
    page.goto("/team/courses")
    see(page, "Courses")
    page.goto("/team/people")
    see(page, "You cannot do this" if role == "team-viewer" else "People")


def test_an_adviser_edits_a_course_and_nothing_typed_is_lost(visit: Visit, county: County) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account("team-adviser"))
    page.goto("/team/courses")
    page.locator("#results a[href^='/team/courses/']").first.click()
    page.get_by_role("button", name=re.compile("^Edit")).first.click()
    summary = page.get_by_label("Summary")
    kept = summary.input_value() + " Kept as a draft."
    summary.fill(kept)
    expect(page.locator(".draft-status")).to_contain_text("Draft saved")
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value(kept)


def test_a_manager_invites_somebody_who_then_signs_in(visit: Visit, county: County) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account("team-manager"))
    page.goto("/team/people/new")
    page.get_by_label("Full name").fill("Nova Invitee")
    page.get_by_label("Work e-mail address").fill("nova@council.example")
    page.get_by_role("button", name="Add").click()
    see(page, "Nova Invitee")
    page.get_by_label("Role", exact=True).select_option("team-viewer")
    page.get_by_role("button", name="Give the role").click()
    page.get_by_role("button", name="Send an invitation").click()
    expect(page.get_by_text("is on its way")).to_be_visible()
    run_command(county.server.environment, "worker", "--once")
    folder = Path(county.server.environment["INCLUSION_DATA_DIR"]) / "mail"
    mail = max(folder.glob("*account_invitation*"), key=lambda path: path.name).read_text()
    link = re.search(r"/invitation/\S+", mail.replace("=\n", ""))
    assert link
    newcomer = visit(link.group(0))
    newcomer.get_by_label("New password").fill("copper lantern river")
    newcomer.get_by_role("button", name="Save and sign in").click()
    see(newcomer, "Hello, Nova")
    page.goto("/team/audit")
    see(page, "Audit trail")
    page.goto("/team/messages")
    see(page, "Messages")


def test_the_public_reads_the_catalogue_without_javascript(visit: Visit) -> None:
    page = visit("/", javascript=False)
    page.get_by_label("What would you like to learn about?").fill("NQT")
    page.get_by_role("button", name="Search training").click()
    expect(page.locator("#results")).to_contain_text("NQT / ECT training")
    page.get_by_role("link", name="NQT / ECT training").click()
    see(page, "NQT / ECT training")
    for name in ("Accessibility", "Privacy", "Cookies"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
