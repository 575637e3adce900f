"""A real browser: Debian's Chromium, driven by Playwright, at the widths of a desk and a phone."""

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page

CHROMIUM = Path("/usr/bin/chromium")
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
AXE = Path(__file__).resolve().parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
# Nothing of a browser's own traffic: it would fail on a closed network and slow every start.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launch_arguments() -> dict[str, Any]:
    """What Playwright starts the browser with; Chromium's sandbox refuses root."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": str(CHROMIUM), "args": [*QUIET, *sandbox]}


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing against WCAG 2.2 AA on the page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # evaluated from outside: the page's own policy allows no foreign script
    found = page.evaluate(RUN_AXE, WCAG)
    problems = [f"{v['id']}: {v['help']} ({n['html'][:160]})" for v in found["violations"] for n in v["nodes"]]
    assert not problems, f"{page.url} has barriers:\n" + "\n".join(problems[:20])


def assert_fits_its_width(page: Page) -> None:
    """Nobody has to scroll sideways."""
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= shown, f"{page.url} is {wide} px wide on a screen of {shown} px."


def complaints_of(page: Page) -> list[str]:
    """A list that fills with the page's script errors and what its security policy blocked."""
    complaints: list[str] = []

    def note_error(problem: Error) -> None:
        complaints.append(problem.message)

    def note_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("pageerror", note_error)
    page.on("console", note_console)
    return complaints
