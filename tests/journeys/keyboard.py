"""Going through pages with the Tab key alone, as somebody does who cannot use a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

MOST_STOPS = 80


def press_until(page: Page, name: str | re.Pattern[str]) -> None:
    """Tab to what has this label or text; every stop on the way shows where it is."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        label, outlined = page.evaluate(
            """() => {
              const e = document.activeElement, s = getComputedStyle(e);
              const shown = s.outlineStyle !== 'none' || s.boxShadow !== 'none';
              return [(e.labels?.[0]?.textContent || e.textContent || '').trim(), shown || e === document.body];
            }"""
        )
        assert outlined, f"Focus cannot be seen on {label!r}."
        if _is_called(label, name):
            return
    pytest.fail(f"{name!r} cannot be reached with the Tab key.")


def sign_in_by_keyboard(page: Page, email: str, password: str) -> None:
    """As people do who fill in a form without looking up."""
    press_until(page, "E-mail address")
    page.keyboard.type(email)
    press_until(page, "Password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def _is_called(label: str, name: str | re.Pattern[str]) -> bool:
    if isinstance(name, re.Pattern):
        return name.match(label) is not None
    return label == name or label.startswith((f"{name} (", f"{name}:"))


def follow(page: Page, link: str | re.Pattern[str]) -> None:
    """Tab to a link, and press Enter on it."""
    press_until(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")
