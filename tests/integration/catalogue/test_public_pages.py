"""The catalogue as everybody sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.schools.models import School
from inclusion_app.training.catalogue.words import search_text
from inclusion_app.training.models import Course, RingFence, Run
from inclusion_app.training.states import CourseState, RunState
from tests.factories.training import CourseFactory, RunFactory, SessionFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.catalogue.conftest import visitor
from tests.support.visitor import Visitor

Counted = Callable[[], AbstractContextManager[list[str]]]
MOST_STATEMENTS = 15


def named(title: str, **said: object) -> Course:
    course: Course = CourseFactory(title=title, **said)
    with transaction():
        course.search_text = search_text([title, *course.aliases])
    return course


def titles(client: Visitor, address: str) -> list[str]:
    page = client.get(address).get_data(as_text=True)
    return [title for title in ("NQT / ECT training", "Autism", "Nurture") if f">{title}</a>" in page]


def region(text: str) -> str:
    """From the region's beginning to the form's end."""
    inside = text[text.index('<div id="results"') :]
    return " ".join(inside.split("</form>")[0].split())


@pytest.fixture
def courses(client: Visitor) -> list[Course]:
    return [
        named("NQT / ECT training"),
        named("Autism", aliases=["ASD"], delivery="online"),
        named("Nurture", state=CourseState.DRAFT),
    ]


def test_everybody_sees_published_courses_only(client: Visitor, courses: list[Course]) -> None:
    assert titles(client, "/catalogue") == ["NQT / ECT training", "Autism"]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/catalogue?words=nqt", ["NQT / ECT training"]),
        ("/catalogue?words=ECT", ["NQT / ECT training"]),
        ("/catalogue?words=asd", ["Autism"]),
        ("/catalogue?words=nurture", []),
        ("/catalogue?delivery=online", ["Autism"]),
        ("/catalogue?delivery=online&delivery=in-person", ["NQT / ECT training", "Autism"]),
        ("/catalogue?delivery=online&words=nqt", []),
        ("/catalogue?free=yes", []),
    ],
)
def test_an_address_finds_what_it_says(client: Visitor, courses: list[Course], address: str, found: list[str]) -> None:
    assert titles(client, address) == found


def test_an_empty_result_says_what_to_do(client: Visitor, courses: list[Course]) -> None:
    assert "Show all courses" in client.get("/catalogue?words=zzz").get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday&to=2026-13-45",
        "from=2027-01-02&to=2027-01-01",
        "page=99999999999999999999",
        "page=-1&sort=x&free=maybe&term=never&strand=&strand=%27",
        "words=%25_%5C%27%22&words=2",
        "words=" + "a%20" * 3000,
        "_scheme=javascript&_external=1&_anchor=x",
        "from=0001-01-01&to=9999-12-31",
    ],
)
def test_nothing_in_an_address_breaks_the_page(client: Visitor, courses: list[Course], query: str) -> None:
    assert client.get(f"/catalogue?{query}").status_code == 200


def test_a_date_that_is_none_is_said_beside_its_field_and_kept(client: Visitor) -> None:
    page = client.get("/catalogue?from=soon").get_data(as_text=True)
    assert "Enter a real date" in page
    assert 'value="soon"' in page


def test_the_fragment_is_that_region_of_the_page(client: Visitor, courses: list[Course]) -> None:
    RunFactory(course=courses[1])
    for address in ("/catalogue", "/catalogue?words=autism&free=yes", "/catalogue?words=zzz"):
        whole = client.get(address).get_data(as_text=True)
        part = client.get(address, headers={"HX-Request": "true", "HX-Target": "results"}).get_data(as_text=True)
        assert part.lstrip().startswith('<div id="results"')
        assert region(part) == region(whole)


def test_a_course_says_how_many_places_are_left(client: Visitor, courses: list[Course]) -> None:
    RunFactory(course=courses[1], capacity=20, taken=16)
    page = client.get("/catalogue?words=autism").get_data(as_text=True)
    assert "4 places left" in page
    assert "No dates yet" in client.get("/catalogue?words=ect").get_data(as_text=True)


def test_a_full_run_offers_the_waiting_list(client: Visitor, courses: list[Course]) -> None:
    run = RunFactory(course=courses[1], capacity=2, taken=2)
    assert "Full: waiting list" in client.get("/catalogue").get_data(as_text=True)
    assert "waiting list" in client.get(f"/catalogue/{courses[1].slug}/runs/{run.id}").get_data(as_text=True)


def test_a_draft_course_and_an_old_or_draft_run_are_not_there_for_the_public(
    client: Visitor, viewer: Visitor, courses: list[Course]
) -> None:
    day = clock.today() - timedelta(days=10)
    old, draft = RunFactory(course=courses[1], day=day), RunFactory(course=courses[1], state=RunState.DRAFT)
    hidden = RunFactory(course=courses[2])
    for address in (
        f"/catalogue/{courses[2].slug}",
        f"/catalogue/{courses[1].slug}/runs/{old.id}",
        f"/catalogue/{courses[1].slug}/runs/{draft.id}",
        f"/catalogue/{courses[2].slug}/runs/{hidden.id}",
    ):
        assert client.get(address).status_code == 404
        assert viewer.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/catalogue/x/runs/99999999999999999999", "/catalogue/x%27y"])
def test_an_address_that_nothing_can_have_is_not_found(client: Visitor, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_run_is_found_under_its_own_course_only(client: Visitor, courses: list[Course]) -> None:
    run = RunFactory(course=courses[1])
    assert client.get(f"/catalogue/{courses[0].slug}/runs/{run.id}").status_code == 404


def test_a_cancelled_run_says_so_and_stands_in_no_list(client: Visitor, courses: list[Course]) -> None:
    run = RunFactory(course=courses[1], state=RunState.CANCELLED, cancelled_reason="The hall is flooded.")
    page = client.get(f"/catalogue/{courses[1].slug}/runs/{run.id}").get_data(as_text=True)
    assert "The hall is flooded." in page
    assert "No dates yet" in client.get(f"/catalogue/{courses[1].slug}").get_data(as_text=True)


def test_joining_links_and_instructions_are_never_shown_to_everybody(client: Visitor, courses: list[Course]) -> None:
    secret = "https://meet.example/secret"
    session = SessionFactory.build(venue="", joining_link=secret)
    run = RunFactory(course=courses[1], sessions=[session], joining_instructions="The door code is 4711.")
    for address in ("/catalogue", f"/catalogue/{courses[1].slug}", f"/catalogue/{courses[1].slug}/runs/{run.id}"):
        page = client.get(address).get_data(as_text=True)
        assert secret not in page
        assert "4711" not in page


def test_what_the_team_writes_is_text_not_markup(client: Visitor) -> None:
    course = named("<script>x</script>", description="<b onclick=x>bold</b>\n\nsecond")
    page = client.get(f"/catalogue/{course.slug}").get_data(as_text=True)
    assert "<script>x" not in page
    assert "<b " not in page
    assert '<p class="govuk-body">second</p>' in page


def test_somebody_signed_out_is_led_to_sign_in_and_back(client: Visitor, courses: list[Course]) -> None:
    run = RunFactory(course=courses[1])
    address = f"/catalogue/{courses[1].slug}/runs/{run.id}"
    assert f"/sign-in?next={address}" in client.get(address).get_data(as_text=True)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ({"entry": "request"}, "Sign in to ask for a place"),
        ({"entry": "apply"}, "Sign in to apply"),
        ({"entry": "interest"}, "I am interested"),
        ({"taker": "team"}, "take one place for the whole school or leadership team"),
    ],
)
def test_the_page_of_a_run_shows_the_way_that_the_course_has(client: Visitor, said: dict[str, str], way: str) -> None:
    run = RunFactory(course=CourseFactory(**said))
    page = client.get(f"/catalogue/{run.course.slug}/runs/{run.id}").get_data(as_text=True)
    assert way in page
    assert "Heads, SENCOs and school offices book" not in page


def test_a_head_finds_the_way_to_the_basket_of_each_own_school(app: Flask, database: SQLAlchemy) -> None:
    with transaction() as session:
        school = School(urn=100001, name="Harbour Primary School", phase="primary")
        session.add(school)
    head, run = visitor(app, Role.HEADTEACHER, school), RunFactory()
    page = head.get(f"/catalogue/{run.course.slug}/runs/{run.id}").get_data(as_text=True)
    assert f'href="/schools/100001/basket/runs/{run.id}"' in page


def _fill(number: int) -> None:
    strand, audience = ConceptFactory(scheme="strand"), ConceptFactory(scheme="audience")
    for _ in range(number):
        RunFactory(course=CourseFactory(strand=strand, concepts=[audience]))


def test_the_number_of_statements_does_not_grow_with_courses(
    client: Visitor, viewer: Visitor, statements: Counted
) -> None:
    measured: dict[str, list[int]] = {}
    for more in (2, 8):
        _fill(more)
        course = CourseFactory()
        runs = [RunFactory(course=course) for _ in range(more)]
        for somebody, address, name in (
            (client, "/catalogue", "catalogue"),
            (client, "/catalogue?words=course&free=yes&sort=date", "search"),
            (client, f"/catalogue/{course.slug}", "course"),
            (client, f"/catalogue/{course.slug}/runs/{runs[0].id}", "run"),
            (viewer, "/team/courses", "team list"),
            (viewer, f"/team/courses/{course.id}", "team course"),
            (viewer, f"/team/runs/{runs[0].id}", "team run"),
        ):
            with statements() as sent:
                assert somebody.get(address).status_code == 200
            measured.setdefault(name, []).append(len(sent))
    print(measured)
    for name, (few, many) in measured.items():
        assert few == many <= MOST_STATEMENTS, name


def test_a_run_says_what_is_kept_and_when_the_rest_is_released(client: Visitor) -> None:
    course = named("Shared out")
    run = RunFactory(course=course, places_per_school=2)
    with transaction() as session:
        row = session.get_one(Run, run.id)
        row.released_at = row.starts_at - timedelta(days=10)
        session.add(RingFence(run_id=run.id, kind="phase", code="primary", places=3, until=row.released_at))
    page = client.get(f"/catalogue/{course.slug}/runs/{run.id}").text
    assert "2 at the most until " in page
    assert "3 for primary" in page.lower()
