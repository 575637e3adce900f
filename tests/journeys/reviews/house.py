"""A running service with schools and reviewers, and the people of one story with a browser of their own each."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine, create_engine, text

from inclusion_app.access.roles import Role
from inclusion_app.demo_data.reviews.along import Step
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.schools.states import GroupingKind
from tests.factories.accounts import somebody
from tests.factories.reviews import AgreementFactory, FrameworkFactory, accredited
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory
from tests.support.browser import DESK, assert_accessible, assert_fits_its_width
from tests.support.server import Server
from tests.support.visitor import PASSWORD

NARROW = {"width": 320, "height": 700}
OK = 200
FAR_METRES = 40_000
STATUS = "performance.getEntriesByType('navigation').at(-1).responseStatus"
VISIT_IS_TODAY = "UPDATE review SET visit_on = :today, visit_until = :today WHERE id = :review"
NAMES = {
    "head": "Hanna Head",
    "senco": "Cora Coordinator",
    "governor": "Gwen Governor",
    "staff": "Stan Staff",
    "lead": "Leo Lead",
    "reviewer": "Rita Reviewer",
    "champion": "Chaim Champion",
    "stranger": "Sten Stranger",
    "office": "Olga Office",
    "officer": "Otto Officer",
    "viewer": "Vera Viewer",
}


@dataclass(frozen=True)
class House:
    """The service, the application that shares its database, and what has been looked at already."""

    server: Server
    app: Flask
    engine: Engine
    seen: set[str] = field(default_factory=set)

    def people_of_a_story(self, name: str, place: int) -> dict[str, str]:
        """E-mail addresses of people whom no other story uses; the school's name is the story's."""
        with self.app.app_context():
            people = _people(name, place)
            let_go()
        return people


@contextmanager
def house(server: Server, app: Flask) -> Iterator[House]:
    """With a framework of two areas and an agreement for every preset; gives its database back at the end."""
    url = server.environment["INCLUSION_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    yield House(server, app, engine)
    engine.dispose()


def lay_foundations() -> None:
    """What every story stands on: a framework, and what heads agree to."""
    FrameworkFactory(version_number=1)
    for preset in ("school-owned", "shared", "council-led"):
        AgreementFactory(preset=preset, version_number=1)


def let_go() -> None:
    """Nothing of ours stays open beside the server."""
    db.session.remove()
    db.engine.dispose()


def _people(name: str, place: int) -> dict[str, str]:
    where = {"easting": 450_000 + 60_000 * place, "northing": 150_000}
    first = 970_000 + 10 * place
    host = SchoolFactory(name=f"{name} School", urn=first, **where)
    away = SchoolFactory(urn=first + 1, **where)
    far = SchoolFactory(urn=first + 2, **where | {"northing": 150_000 + FAR_METRES})
    group = GroupingFactory(kind=GroupingKind.COHORT, code=name.lower(), name=f"Cohort {name}")
    SchoolGroupingFactory(school=host, grouping=group)
    people = {
        "lead": accredited(may_lead=True, home_school=away),
        "reviewer": accredited(home_school=away),
        "champion": accredited(may_champion=True, home_school=far),
        "stranger": somebody(Role.HEADTEACHER, school=away),
        "office": somebody(Role.TEAM_ADVISER),
        "officer": somebody(Role.TEAM_VIEWER),
        "viewer": somebody(Role.TEAM_VIEWER),
    } | _of_school(host)
    for part, person in people.items():
        person.name, person.email = f"{NAMES[part]} {name}", f"{part}.{name.lower()}@journey.example"
    db.session.commit()
    return {part: person.email for part, person in people.items()}


def _of_school(host: School) -> dict[str, Any]:
    roles = {"head": Role.HEADTEACHER, "senco": Role.SENCO, "governor": Role.GOVERNOR, "staff": Role.STAFF}
    return {part: somebody(role, school=host) for part, role in roles.items()}


@dataclass
class Story:
    """One review: who tells it, how their browsers are, and where it is."""

    house: House
    name: str
    place: int
    new_page: Callable[..., Page]
    javascript: bool = True
    people: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    cycle: str = ""
    review: str = ""

    @property
    def school(self) -> str:
        """The name of the school that hosts."""
        return f"{self.name} School"

    @property
    def urn(self) -> int:
        """The number of the school that hosts."""
        return 970_000 + 10 * self.place

    @property
    def review_id(self) -> int:
        """The review, once the head has enrolled."""
        return int(self.review.rpartition("/")[2])

    def called(self, part: str) -> str:
        """Somebody's name."""
        return f"{NAMES[part]} {self.name}"

    def page_of(self, part: str) -> Page:
        """The browser of somebody, signed in when it is first needed."""
        if part not in self.pages:
            page = self.pages[part] = self.new_page(javascript=self.javascript)
            page.goto("/sign-in")
            page.get_by_label("E-mail address").fill(self.people[part])
            page.locator("[name=password]").fill(PASSWORD)
            page.get_by_role("main").get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        return self.pages[part]

    def at(self, part: str, *links: str) -> Page:
        """Somebody at the review, and from there by these links; each page answers and is without barriers."""
        return self.walk(part, self.review, *links)

    def walk(self, part: str, path: str, *links: str) -> Page:
        """Somebody at a page, and from there by these links."""
        page = self.page_of(part)
        page.goto(path)
        self.look(page)
        for link in links:
            page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
            page.wait_for_load_state()
            self.look(page)
        return page

    def owed(self, part: str, what: str) -> Page:
        """Somebody finds what they owe among their reviews, and goes to where it is done."""
        page = self.walk(part, "/reviews")
        page.get_by_role("link", name=f"{self.school}: {what}").click()
        self.look(page)
        return page

    def look(self, page: Page) -> None:
        """It answers 200; the first time that a page of this kind is seen, it is looked at wide and narrow."""
        assert page.evaluate(STATUS) == OK, f"{page.url} answers {page.evaluate(STATUS)}."
        kind = re.sub(r"\d+", "n", page.url.partition("?")[0])
        if not self.javascript or kind in self.house.seen:
            return
        self.house.seen.add(kind)
        for screen in (NARROW, DESK):
            page.set_viewport_size(screen)  # type: ignore[arg-type]  # a plain dict will do
            assert_fits_its_width(page)
        assert_accessible(page)

    def bring(self, *steps: Step) -> None:
        """Stages that are not the point of a story go by through the services."""
        with self.house.app.app_context():
            for step in steps:
                step(self.review_id, now=clock.now())
            let_go()

    def the_day_of_the_visit_comes(self) -> None:
        """Weeks pass."""
        today = clock.today()
        with self.house.engine.begin() as connection:
            connection.execute(text(VISIT_IS_TODAY), {"today": today, "review": self.review_id})


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, and see that nothing was refused."""
    page.get_by_role("main").get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    page.wait_for_load_state()
    refused = page.locator(".govuk-error-summary")
    assert refused.count() == 0, f"{page.url}: {refused.inner_text()}"


def said(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.get_by_text(words).first).to_be_visible()


def section(page: Page, name: str) -> Locator:
    """Part of a page, by its heading."""
    return page.get_by_role("region", name=name)
