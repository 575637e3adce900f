"""A served demonstration county, and pages to visit it with."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.browser import DESK, complaints_of, launch_arguments
from tests.support.databases import Store
from tests.support.server import Server, run_command, serving, settings_for

Visit = Callable[..., Page]


LONG = {"test_whole_review.py"}
"""Stories of many minutes: with ``--long`` alone, as docs/reliability.md says."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Long stories are asked for by name of the option."""
    return True if collection_path.name in LONG and not config.getoption("--long") else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the journeys, each tells whole files; test_accessible is halved by itself."""
    for item in items:
        if item.path.parent == Path(__file__).parent and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@dataclass(frozen=True)
class County:
    """A running service with a small demonstration county, and who can sign in."""

    server: Server
    accounts: list[dict[str, Any]]

    def account(self, role: str) -> dict[str, Any]:
        """Somebody with this role: ``email``, ``password``, ``school``."""
        return next(account for account in self.accounts if account["role"] == role)


@pytest.fixture(scope="session")
def county(app: object, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Loaded once; journeys share it, so each keeps to courses and people of its own."""
    folder = tmp_path_factory.mktemp("county")
    url, accounts = store.copy("county"), folder / "accounts.json"
    run_command(settings_for(url, folder), "demo", "load", "--small", "--accounts", str(accounts))
    with serving(url, folder) as server:
        yield County(server, json.loads(accounts.read_text()))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium in place of one that Playwright would fetch."""
    return launch_arguments()


@pytest.fixture
def visit(county: County, new_context: Callable[..., Any]) -> Iterator[Visit]:
    """``visit("/catalogue", screen=PHONE, javascript=False)``: a fresh browser at a page, without cookies.

    At the end nothing may have gone wrong in scripts, and the security policy may have blocked nothing.
    """
    complaints: list[list[str]] = []

    def open_page(path: str = "/", *, screen: dict[str, int] = DESK, javascript: bool = True) -> Page:
        context = new_context(viewport=screen, java_script_enabled=javascript, base_url=county.server.url)
        context.set_default_timeout(8_000)
        page: Page = context.new_page()
        complaints.append(complaints_of(page))
        page.goto(path)
        return page

    yield open_page
    assert not [one for each in complaints for one in each]
