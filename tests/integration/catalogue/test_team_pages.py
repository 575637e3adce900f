"""The team keeps courses and runs in the browser."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.training.catalogue.queries import course_by_slug
from inclusion_app.training.models import Course, Run
from tests.factories.providers import ProviderFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.support.visitor import Visitor

BEFORE = (clock.today() - timedelta(days=1)).isoformat()
DAY = (clock.today() + timedelta(days=40)).isoformat()
SOON = (clock.today() + timedelta(days=20)).isoformat()


def described() -> dict[str, Any]:
    ConceptFactory(scheme="strand", code="other")
    ConceptFactory(scheme="audience", code="teacher")
    ProviderFactory(code="us")
    return {
        "title": "Calm classrooms",
        "strand": "other",
        "provider": "us",
        "summary": "How to keep calm.",
        "outcomes": "Breathe\r\n\r\nListen ",
        "audiences": ["teacher"],
        "length": "Two hours",
        "cost_pence": "45.50",
    }


def run_said(course: Course) -> dict[str, Any]:
    return {
        "provider": course.provider.code,
        "delivery": "in-person",
        "capacity": "12",
        "opens_at": f"{BEFORE}T09:00",
        "book_by": f"{SOON}T17:00",
        "cancel_by": f"{SOON}T17:00",
        "sessions-0-day": DAY,
        "sessions-0-start": "09:30",
        "sessions-0-end": "12:00",
        "sessions-0-venue": "Town Hall",
    }


def only(database: SQLAlchemy, model: Any) -> Any:
    return database.session.scalars(select(model)).one()


def test_a_course_is_described_published_and_archived(adviser: Visitor, database: SQLAlchemy) -> None:
    answer = adviser.submit("/team/courses/new", **described())
    assert answer.status_code == 303
    course = course_by_slug("calm-classrooms")
    assert course is not None
    assert (course.cost_pence, [o.text for o in course.outcomes]) == (4550, ["Breathe", "Listen"])
    here = answer.location
    assert adviser.get("/catalogue/calm-classrooms").status_code == 200
    adviser.submit(f"{here}/publish", on=here)
    assert only(database, Course).state == "published"
    adviser.submit(f"{here}/archive")
    assert only(database, Course).state == "archived"
    acts = list(database.session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
    assert acts == ["create_course", "publish_course", "archive_course"]


def test_every_problem_of_a_course_stands_beside_its_field_and_the_text_is_kept(adviser: Visitor) -> None:
    wrong = described() | {"title": "", "cost_pence": "lots", "summary": "kept " * 3}
    answer = adviser.submit("/team/courses/new", **wrong)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Enter an amount in pounds" in page
    assert "kept kept kept" in page
    again = adviser.submit("/team/courses/new", **wrong | {"cost_pence": "0"})
    assert again.status_code == 422
    assert "Enter the title of the course" in again.get_data(as_text=True)


def test_a_course_edited_by_two_shows_both_texts_and_loses_none(adviser: Visitor, database: SQLAlchemy) -> None:
    adviser.submit("/team/courses/new", **described())
    here = f"/team/courses/{only(database, Course).id}/edit"
    assert adviser.submit(here, summary="Theirs.").status_code == 303
    answer = adviser.submit(here, summary="Mine.", version="1")
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Theirs." in page
    assert "Mine." in page
    assert only(database, Course).summary == "Theirs."


def test_saving_a_course_without_a_change_keeps_every_word(adviser: Visitor, database: SQLAlchemy) -> None:
    adviser.submit("/team/courses/new", **described() | {"description": "One.\r\n\r\nTwo."})
    course = only(database, Course)
    before = {name: getattr(course, name) for name in ("title", "description", "summary", "cost_pence", "length")}
    assert adviser.submit(f"/team/courses/{course.id}/edit").status_code == 303
    assert {name: getattr(only(database, Course), name) for name in before} == before
    assert before["description"] == "One.\n\nTwo."


def test_a_run_is_described_opened_and_found_in_the_catalogue(adviser: Visitor, client: Visitor) -> None:
    course = CourseFactory()
    answer = adviser.submit(f"/team/courses/{course.id}/runs/new", **run_said(course))
    assert answer.status_code == 303
    here = answer.location
    assert client.get(f"/catalogue/{course.slug}").get_data(as_text=True).count("No dates yet") == 1
    assert adviser.submit(f"{here}/open", on=here).status_code == 303
    assert "12 places left" in client.get(f"/catalogue/{course.slug}").get_data(as_text=True)
    assert adviser.submit(f"{here}/cancel", reason="The hall is flooded.").status_code == 303


def test_a_row_of_sessions_is_added_and_removed_without_losing_what_is_typed(
    adviser: Visitor, database: SQLAlchemy
) -> None:
    course = CourseFactory()
    here = f"/team/courses/{course.id}/runs/new"
    one = run_said(course)
    added = adviser.submit(here, **one, add_session="yes").get_data(as_text=True)
    assert added.count("Town Hall") == 2
    assert 'name="sessions-1-day"' in added
    assert "There is a problem" not in added
    two = one | {
        "sessions-1-day": DAY,
        "sessions-1-start": "13:00",
        "sessions-1-end": "15:00",
        "sessions-1-venue": "Library",
    }
    removed = adviser.submit(here, **two, remove_session="0").get_data(as_text=True)
    assert "Library" in removed
    assert "Town Hall" not in removed
    assert adviser.submit(here, **two).status_code == 303
    assert database.session.query(Run).count() == 1


def test_a_problem_of_a_session_stands_beside_its_own_field(adviser: Visitor) -> None:
    course = CourseFactory()
    wrong = run_said(course) | {"sessions-0-end": "09:00", "capacity": "0", "book_by": "nonsense"}
    answer = adviser.submit(f"/team/courses/{course.id}/runs/new", **wrong)
    assert answer.status_code == 422
    assert "Enter a real date and time" in answer.get_data(as_text=True)
    answer = adviser.submit(f"/team/courses/{course.id}/runs/new", **wrong | {"book_by": f"{SOON}T10:00"})
    page = answer.get_data(as_text=True)
    assert 'href="#sessions-0-end"' in page
    assert 'id="sessions-0-end-error"' in page
    assert 'id="capacity-error"' in page


@pytest.mark.parametrize(
    "odd",
    [
        {"sessions-0-day": "9999-12-31"},
        {"sessions-0-day": "0001-01-01", "opens_at": "0001-01-01T00:00"},
        {"capacity": "9" * 40},
        {"capacity": "-1", "minimum": "x"},
        {"sessions-0-id": "9" * 30},
        {"sessions-0-id": "²"},
        {"sessions-0-venue": "a b" * 500},
        {"provider": "nobody"},
        {"delivery": "by pigeon"},
        {"version": "9" * 30},
    ],
)
def test_odd_input_is_answered_with_the_form_or_a_run(adviser: Visitor, odd: dict[str, str]) -> None:
    course = CourseFactory()
    answer = adviser.submit(f"/team/courses/{course.id}/runs/new", **run_said(course) | odd)
    assert answer.status_code in {303, 422}


def test_lowering_the_places_under_those_taken_tells_how_many(adviser: Visitor) -> None:
    run = RunFactory(taken=7)
    answer = adviser.submit(f"/team/runs/{run.id}/edit", capacity="5")
    assert answer.status_code == 422
    assert "7 places are taken already" in answer.get_data(as_text=True)


@pytest.mark.parametrize("act", ["edit", "open", "close", "cancel"])
def test_a_viewer_reads_and_changes_nothing(viewer: Visitor, act: str) -> None:
    run = RunFactory()
    page = viewer.get(f"/team/runs/{run.id}")
    assert page.status_code == 200
    assert f"/team/runs/{run.id}/{act}" not in page.get_data(as_text=True)
    assert viewer.get(f"/team/runs/{run.id}/edit").status_code == 403


def test_the_list_is_searched_and_filtered(adviser: Visitor) -> None:
    CourseFactory(title="Autism", search_text=" autism", state="draft")
    CourseFactory(title="Nurture", search_text=" nurture")
    assert "Autism" not in adviser.get("/team/courses?state=published").get_data(as_text=True)
    assert "Nurture" not in adviser.get("/team/courses?words=autism").get_data(as_text=True)
    assert "No course answers this" in adviser.get("/team/courses?words=zzz&strand=%27&state=x&page=9").get_data(
        as_text=True
    )


def test_what_is_not_there_is_not_found(adviser: Visitor) -> None:
    for address in ("courses/9", "courses/9/edit", "courses/9/archive", "courses/9/runs/new", "runs/9", "runs/9/edit"):
        assert adviser.get(f"/team/{address}").status_code == 404
