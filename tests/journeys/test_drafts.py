"""What is typed into a long form is kept while it is typed, and the page never says so when it is not so."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import County, Visit

SERVICE_UNAVAILABLE = 503


@pytest.fixture
def form(county: County, visit: Visit) -> Iterator[Page]:
    """The form for a new course, open at somebody of the team."""
    somebody = county.account("team-manager")
    page = visit("/sign-in?next=/team/courses/new")
    page.get_by_label("E-mail address").fill(somebody["email"])
    page.locator("[name=password]").fill(somebody["password"])
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/team/courses/new")
    yield page
    again = page.get_by_role("button", name="Throw it away and start afresh")
    page.goto("/team/courses/new")
    if again.count():
        again.click()


def test_text_typed_after_a_problem_was_shown_is_kept(form: Page) -> None:
    status = form.locator(".draft-status")
    for summary in ("First thought", "Second thought", "Third thought"):
        form.get_by_label("Summary").fill(summary)
        with form.expect_response("**/drafts/*") as saved:
            pass
        assert saved.value.status == 204
    form.locator("main").get_by_role("button", name="Save").click()
    expect(form.get_by_text("There is a problem")).to_be_visible()

    form.get_by_label("Summary").fill("After the problem")
    expect(status).to_contain_text("Draft saved")
    form.goto("/team/courses/new")

    expect(form.get_by_text("We have put back what you typed")).to_be_visible()
    expect(form.get_by_label("Summary")).to_have_value("After the problem")


def test_a_save_that_failed_is_said_and_tried_again(form: Page) -> None:
    status = form.locator(".draft-status")
    failures: list[str] = []

    def fail_once(route: Route) -> None:
        if failures:
            route.continue_()
        else:
            failures.append(route.request.url)
            route.fulfill(status=SERVICE_UNAVAILABLE)

    form.route("**/drafts/*", fail_once)
    form.get_by_label("Summary").fill("On a bad line")

    expect(status).to_have_text("Not saved yet. We will try again. Your text is still here.")
    expect(status).to_contain_text("Draft saved", timeout=15_000)
    form.goto("/team/courses/new")
    expect(form.get_by_label("Summary")).to_have_value("On a bad line")
