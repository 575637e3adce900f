"""Every page, for those it is for, at a desk, on a phone and narrower: no barriers, and nobody scrolls sideways."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from tests.features import gathered
from tests.journeys.conftest import County, Visit
from tests.journeys.people import sign_in
from tests.support.browser import DESK, PHONE, assert_accessible, assert_fits_its_width

NARROW = {"width": 320, "height": 700}
OK, NOT_FOUND, GONE = 200, 404, 410
NO_MORE = ("999999", "resend-none")
"""In addresses of what is not there. A link that is used up has a page of its own, which is there and says so."""
SCREENS = (DESK, PHONE, NARROW)
EVERYBODY = ("headteacher", "booker", "senco", "governor", "staff", "reviewer", "provider-member", "facilitator",
             "team-viewer", "team-adviser", "team-manager")  # fmt: skip
NO_PAGES = {
    "health.alive", "health.ready", "static", "pages.security_contact",
    "my_bookings.calendar", "provider_runs.exported", "run_bookings.exported_for_team", "school_bookings.exported",
    "schools.export",
}  # fmt: skip
"""Answers that are files or words for machines."""

VISITED: dict[str, tuple[str, tuple[str, ...]]] = {
    "home.show": ("/", ("", *EVERYBODY)),
    "catalogue.search": ("/catalogue", ("", "headteacher")),
    "catalogue.course": ("/catalogue/{slug}", ("", "headteacher")),
    "catalogue.run": ("/catalogue/{slug}/runs/{run}", ("", "headteacher")),
    "pages.accessibility": ("/accessibility", ("",)),
    "pages.cookies": ("/cookies", ("",)),
    "pages.privacy": ("/privacy", ("",)),
    "sign_in.show": ("/sign-in", ("",)),
    "passwords.forgotten": ("/forgotten-password", ("",)),
    "passwords.show_reset": ("/reset-password/used-up", ("",)),
    "invitations.show": ("/invitation/used-up", ("",)),
    "account.show": ("/account", EVERYBODY),
    "my_bookings.listed": ("/my-bookings", ("staff", "headteacher", "reviewer")),
    "kept_text.show_kept": ("/kept/resend-none", ("staff",)),
    "school_bookings.choose": ("/school-bookings", ("headteacher", "booker")),
    "school_bookings.listed": ("/schools/{urn}/bookings?state=all", ("headteacher", "team-viewer")),
    "school_bookings.show": ("/schools/{booked_urn}/bookings/{booking}", ("team-manager",)),
    "school_people.staff": ("/schools/{urn}/staff", ("booker",)),
    "school_people.accounts": ("/schools/{urn}/accounts", ("headteacher",)),
    "baskets.show": ("/schools/{urn}/basket", ("senco",)),
    "baskets.choose": ("/schools/{urn}/basket/runs/{run}", ("booker",)),
    "baskets.confirmed": ("/schools/{urn}/basket/999999/confirmed", ("booker",)),
    "provider_runs.listed": ("/provider/runs", ("provider-member",)),
    "provider_runs.show": ("/provider/runs/{run}", ("provider-member",)),
    "schools.search": ("/team/schools", ("team-viewer",)),
    "schools.show": ("/team/schools/{urn}", ("team-viewer", "team-manager")),
    "team_courses.search": ("/team/courses", ("team-viewer", "team-adviser")),
    "team_courses.show": ("/team/courses/{course}", ("team-viewer", "team-adviser")),
    "team_courses.new": ("/team/courses/new", ("team-adviser",)),
    "team_courses.edit": ("/team/courses/{course}/edit", ("team-adviser",)),
    "team_courses.ask_archive": ("/team/courses/{course}/archive", ("team-adviser",)),
    "team_runs.new": ("/team/courses/{course}/runs/new", ("team-adviser",)),
    "team_runs.show": ("/team/runs/{run}", ("team-viewer", "team-adviser")),
    "team_runs.edit": ("/team/runs/{run}/edit", ("team-adviser",)),
    "team_runs.ask_cancel": ("/team/runs/{run}/cancel", ("team-adviser",)),
    "run_bookings.of_run": ("/team/runs/{run}/bookings", ("team-viewer", "team-manager")),
    "people.search": ("/team/people", ("team-adviser",)),
    "people.new": ("/team/people/new", ("team-manager",)),
    "people.show": ("/team/people/{person}", ("team-adviser", "team-manager")),
    "audit_trail.show": ("/team/audit", ("team-manager",)),
    "audit_trail.messages": ("/team/messages", ("team-manager",)),
}
"""Where each page is, and who looks at it. The confirmation and the kept form are seen in the journeys as well."""

NAMES = """
SELECT run.id AS run, course.id AS course, course.slug, booking.id AS booking, school.urn AS booked_urn,
       booking.person_id AS person
FROM booking JOIN run ON run.id = booking.run_id JOIN course ON course.id = run.course_id
JOIN school ON school.id = booking.school_id
WHERE booking.state = 'confirmed' AND run.state = 'open'
AND run.provider_id = (SELECT provider_id FROM membership
                       WHERE id = (SELECT MIN(id) FROM membership WHERE role = 'provider-member'))
ORDER BY run.starts_at DESC, booking.id LIMIT 1
"""


@pytest.fixture(scope="module")
def names(county: County) -> dict[str, Any]:
    """What stands in the addresses: a run to come with somebody on it, given by the first provider's people."""
    engine = create_engine(county.server.environment["INCLUSION_DATABASE_URL"])
    with engine.connect() as connection:
        found = dict(connection.execute(text(NAMES)).mappings().one())
        for sql in gathered("NAMES").values():
            found |= dict(connection.execute(text(sql)).mappings().one())
    engine.dispose()
    return found | {"urn": county.account("headteacher")["urn"]}


def test_every_page_has_its_place_in_the_list(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - NO_PAGES - set(gathered("NO_PAGES")) == set(VISITED) | set(gathered("VISITED"))


def _in_two_halves(role: str) -> Any:
    half = "team" if role.startswith(("team", "provider", "facilitator")) else "schools"
    return pytest.param(role, marks=pytest.mark.xdist_group(f"accessible {half}"))


@pytest.mark.parametrize("role", [_in_two_halves(role) for role in ("", *EVERYBODY)])
def test_every_page_is_without_barriers(visit: Visit, county: County, names: dict[str, Any], role: str) -> None:
    page = visit("/sign-in")
    if role:
        sign_in(page, county.account(role))
    refused: list[str] = []
    for path in paths_for(role):
        answer = page.goto(path.format(**names))
        assert answer is not None
        if answer.status not in expected_of(path):
            refused.append(f"{path.format(**names)} answers {answer.status}")
        look_at(page)
    assert not refused, f"For {role or 'nobody'}: {'; '.join(refused)}"


@pytest.mark.parametrize("path", ["/sign-in", "/forgotten-password"])
def test_a_refused_form_is_without_barriers(visit: Visit, path: str) -> None:
    page = visit(path)
    page.get_by_role("main").get_by_role("button").last.click()
    page.locator(".govuk-error-summary").wait_for()
    look_at(page)


def expected_of(path: str) -> tuple[int, ...]:
    """What a page answers: 200, unless it is there to be seen as a refusal."""
    return (NOT_FOUND, GONE) if any(mark in path for mark in NO_MORE) else (OK,)


def paths_for(role: str) -> Iterator[str]:
    """The pages that this role looks at."""
    return (path for path, roles in (VISITED | gathered("VISITED")).values() if role in roles)


def look_at(page: Page) -> None:
    """At every width, without loading it again."""
    for screen in SCREENS:
        page.set_viewport_size(screen)  # type: ignore[arg-type]  # a plain dict will do
        assert_fits_its_width(page)
        if screen != PHONE:
            assert_accessible(page)
