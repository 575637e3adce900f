"""What everybody does on the way: sign in, and look at what is there."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, assert_fits_its_width


def sign_in(page: Page, account: dict[str, Any]) -> None:
    """Sign in through the page that asks for it."""
    if "/sign-in" not in page.url:
        page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(account["email"])
    page.get_by_label("Password", exact=True).fill(account["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def see(page: Page, heading: str) -> None:
    """The page with this heading is there, without barriers and without scrolling sideways."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert_fits_its_width(page)
    if page.evaluate("document.body.classList.contains('js-enabled')"):  # without scripts axe cannot run either
        assert_accessible(page)
