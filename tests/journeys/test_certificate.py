"""From the catalogue to the certificate: a run with three sessions, a colleague sent instead, an offer of a place that
lapses and one that is taken up, attendance, and the certificate that anybody can check."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, create_engine, text

from inclusion_app.foundation import clock
from tests.journeys.conftest import County, Visit
from tests.journeys.people import see, sign_in
from tests.journeys.test_headteacher import confirm
from tests.support.browser import PHONE
from tests.support.server import run_command

PEOPLE = ("Ada First", "Bea Second", "Cay Third", "Dot Fourth")
COURSE = """
SELECT course.id, course.title, course.slug, provider.code FROM course
JOIN membership ON membership.role = 'provider-member' AND membership.person_id =
  (SELECT id FROM person WHERE email = :email)
JOIN provider ON provider.id = membership.provider_id
WHERE course.entry = 'book' AND course.taker = 'person' AND course.state = 'published'
  AND course.id NOT IN (SELECT course_id FROM course_prerequisite) AND NOT course.certificate_after_feedback
ORDER BY course.id LIMIT 1
"""


@pytest.fixture
def engine(county: County) -> Any:
    """The service's own database: days go by in it that nobody can wait for."""
    made = create_engine(county.server.environment["INCLUSION_DATABASE_URL"])
    yield made
    made.dispose()


def test_from_the_catalogue_to_the_certificate(visit: Visit, county: County, engine: Engine) -> None:
    provider = county.account("provider-member")
    with engine.connect() as connection:
        course = dict(connection.execute(text(COURSE), {"email": provider["email"]}).mappings().one())
    run_id = an_adviser_makes_a_run(visit, county, course)
    head = a_headteacher_books_four_on_two_places(visit, county, run_id)
    a_colleague_is_sent_instead(head, county, run_id, engine)
    one_offer_lapses_and_the_next_is_taken_up(visit, head, county, run_id, engine)
    the_provider_takes_the_register(visit, county, run_id, engine)
    the_certificate_can_be_checked_by_anybody(visit, head, county, run_id, engine)


def an_adviser_makes_a_run(visit: Visit, county: County, course: dict[str, Any]) -> int:
    page = visit("/sign-in")
    sign_in(page, county.account("team-adviser"))
    page.goto(f"/team/courses/{course['id']}/runs/new")
    page.get_by_label("Provider").select_option(course["code"])
    first = clock.today() + timedelta(days=40)
    for number in range(3):
        if number:
            page.get_by_role("button", name="Add another session").click()
        page.locator(f"[name=sessions-{number}-day]").fill(str(first + timedelta(weeks=number)))
        page.locator(f"[name=sessions-{number}-start]").fill("09:00")
        page.locator(f"[name=sessions-{number}-end]").fill("11:00")
        page.locator(f"[name=sessions-{number}-venue]").fill("The hall")
    page.get_by_label("Places", exact=True).fill("2")
    page.locator("[name=opens_at]").fill(_wall(clock.now() - timedelta(hours=1)))
    for name in ("book_by", "cancel_by"):
        page.locator(f"[name={name}]").fill(_wall(clock.now() + timedelta(days=30)))
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("The run is kept as a draft")).to_be_visible()
    page.get_by_role("button", name="Open to booking").click()
    expect(page.get_by_text("The run is open")).to_be_visible()
    return int(re.findall(r"/team/runs/(\d+)", page.url)[0])


def a_headteacher_books_four_on_two_places(visit: Visit, county: County, run_id: int) -> Page:
    account = county.account("headteacher")
    page = visit("/sign-in")
    sign_in(page, account)
    page.goto(f"/schools/{account['urn']}/basket/runs/{run_id}")
    see(page, "Who is to go?")
    pasted = "\n".join(f"{name}, {_email(name)}" for name in PEOPLE)
    page.locator("textarea[name=pasted]").evaluate("(field, said) => { field.value = said; }", pasted)
    page.get_by_role("button", name="Put into the basket").click()
    see(page, "Basket")
    confirm(page)
    confirm(page) if page.locator(".govuk-error-summary").count() else None
    see(page, "booked")
    expect(page.get_by_text("Number 2 in line")).to_be_visible()
    return page


def a_colleague_is_sent_instead(page: Page, county: County, run_id: int, engine: Engine) -> None:
    page.goto(_booking(county, engine, run_id, PEOPLE[0]))
    page.get_by_text("Send a colleague").first.click()
    page.locator("input[type=radio]:enabled").last.check()
    page.get_by_role("button", name="Send this colleague instead").click()
    assert page.locator(".govuk-error-summary").count() == 0, page.locator(".govuk-error-summary").inner_text()
    page.goto(_booking(county, engine, run_id, PEOPLE[0]))
    expect(page.get_by_text("Colleague sent").first).to_be_visible()


def one_offer_lapses_and_the_next_is_taken_up(  # noqa: PLR0917  # what the story has so far
    visit: Visit, page: Page, county: County, run_id: int, engine: Engine
) -> None:
    page.goto(_booking(county, engine, run_id, PEOPLE[1]))
    page.get_by_role("button", name=re.compile("^Cancel this booking")).click()
    expect(page.get_by_text("has been cancelled")).to_be_visible()
    page.goto(_booking(county, engine, run_id, PEOPLE[2]))
    expect(page.get_by_text("A place is kept until").first).to_be_visible()
    with engine.begin() as connection:  # two working days go by
        late = text("UPDATE booking SET offered_until = :then WHERE run_id = :run AND state = 'offered'")
        connection.execute(late, {"then": _stored(engine, clock.now() - timedelta(minutes=1)), "run": run_id})
    run_command(county.server.environment, "worker", "--once")
    run_command(county.server.environment, "worker", "--once")
    reader = visit(_link_in_mail(county, PEOPLE[3], "/offers/"), screen=PHONE)
    see(reader, "A place has become free")
    reader.get_by_role("button", name="Take the place").click()
    expect(reader.get_by_text("The place is taken up")).to_be_visible()
    page.goto(_booking(county, engine, run_id, PEOPLE[2]))
    expect(page.get_by_text("Not placed").first).to_be_visible()


def the_provider_takes_the_register(visit: Visit, county: County, run_id: int, engine: Engine) -> None:
    _let_the_days_go_by(run_id, engine)
    page = visit("/sign-in", screen=PHONE)
    sign_in(page, county.account("provider-member"))
    for number in range(3):
        page.goto(f"/runs/{run_id}/register")
        see(page, "Register")
        page.get_by_role("link", name=re.compile("^Take the register")).nth(number).click()
        page.get_by_label("Mark everybody else present").check()
        page.get_by_role("button", name="Save the register").click()
        expect(page.get_by_text("2 marks have changed")).to_be_visible()
    page.goto(f"/runs/{run_id}/register")
    page.get_by_role("button", name="Close the register").click()
    expect(page.get_by_text("2 completed the run")).to_be_visible()


def the_certificate_can_be_checked_by_anybody(  # noqa: PLR0917  # what the story has so far
    visit: Visit, head: Page, county: County, run_id: int, engine: Engine
) -> None:
    run_command(county.server.environment, "worker", "--once")
    with engine.connect() as connection:
        code = connection.execute(
            text(
                "SELECT certificate.code FROM certificate JOIN booking ON booking.id = certificate.booking_id"
                " JOIN person ON person.id = booking.person_id WHERE booking.run_id = :run AND person.name = :name"
            ),
            {"run": run_id, "name": PEOPLE[3]},
        ).scalar_one()
    anybody = visit(f"/certificates/{code}")
    see(anybody, "certificate")
    expect(anybody.get_by_text(PEOPLE[3]).first).to_be_visible()
    head.goto(f"/schools/{county.account('headteacher')['urn']}/training-record")
    expect(head.get_by_text(PEOPLE[3]).first).to_be_visible()


def _booking(county: County, engine: Engine, run_id: int, name: str) -> str:
    with engine.connect() as connection:
        number = connection.execute(
            text(
                "SELECT booking.id FROM booking JOIN person ON person.id = booking.person_id"
                " WHERE run_id = :run AND person.name = :name"
            ),
            {"run": run_id, "name": name},
        ).scalar_one()
    return f"/schools/{county.account('headteacher')['urn']}/bookings/{number}"


def _let_the_days_go_by(run_id: int, engine: Engine) -> None:
    """Three sessions of twenty minutes each, all of them in the last two hours."""
    with engine.begin() as connection:
        ids = connection.execute(text("SELECT id FROM session WHERE run_id = :run ORDER BY starts_at"), {"run": run_id})
        moments = [clock.now() - timedelta(minutes=minutes) for minutes in (120, 80, 40)]
        for (number,), begins in zip(ids.all(), moments, strict=True):
            connection.execute(
                text("UPDATE session SET starts_at = :begins, ends_at = :ends WHERE id = :id"),
                {
                    "begins": _stored(engine, begins),
                    "ends": _stored(engine, begins + timedelta(minutes=20)),
                    "id": number,
                },
            )
        connection.execute(
            text("UPDATE run SET opens_at = :then WHERE id = :id"),
            {"then": _stored(engine, moments[0] - timedelta(days=40)), "id": run_id},
        )
        connection.execute(
            text("UPDATE run SET starts_at = :begins, ends_at = :ends, book_by = :begins WHERE id = :id"),
            {
                "begins": _stored(engine, moments[0]),
                "ends": _stored(engine, moments[2] + timedelta(minutes=20)),
                "id": run_id,
            },
        )


def _stored(engine: Engine, moment: datetime) -> Any:
    """A moment as the database keeps it."""
    return moment if engine.dialect.name == "postgresql" else moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _link_in_mail(county: County, name: str, beginning: str) -> str:
    folder = Path(county.server.environment["INCLUSION_DATA_DIR"]) / "mail"
    for path in sorted(folder.glob("*"), key=lambda path: path.name, reverse=True):
        mail = path.read_text().replace("=\n", "")
        found = re.search(rf"{beginning}\S+", mail)
        if found and f"To: {_email(name)}" in mail:
            return found[0]
    raise AssertionError(f"Nobody has written to {name}.")


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@journey.example"


def _wall(moment: datetime) -> str:
    return f"{clock.london(moment):%Y-%m-%dT%H:%M}"
