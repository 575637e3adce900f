"""Places and deadlines of a run."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.catalogue.rules import Places, open_problems, places_of, run_problems
from inclusion_app.training.models import Run

START = datetime(2027, 1, 12, 9, tzinfo=UTC)


def choices(**said: Any) -> RunChoices:
    usual: dict[str, Any] = {
        "provider": "us",
        "delivery": "in-person",
        "capacity": 20,
        "opens_at": START - timedelta(days=60),
        "book_by": START - timedelta(days=2),
        "cancel_by": START - timedelta(days=7),
        "sessions": (SessionChoices(day=date(2027, 1, 12), start=time(9), end=time(12), venue="Town Hall"),),
    }
    return RunChoices(**(usual | said))


def fields(taken: int = 0, **said: Any) -> list[str | None]:
    return [field for field, _ in run_problems(choices(**said), taken=taken)]


def test_a_usual_run_is_right() -> None:
    assert fields() == []


def test_places_cannot_be_fewer_than_are_taken_and_the_sentence_tells_how_many() -> None:
    assert run_problems(choices(capacity=6), taken=7) == [
        ("capacity", "7 places are taken already, so the run cannot have fewer than 7")
    ]
    assert fields(taken=7, capacity=7) == []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": 10**9}, "capacity"),
        ({"minimum": 21}, "minimum"),
        ({"minimum": -1}, "minimum"),
        ({"places_per_school": 0}, "places_per_school"),
        ({"opens_at": START - timedelta(days=2)}, "book_by"),
        ({"book_by": START + timedelta(minutes=1)}, "book_by"),
        ({"cancel_by": START + timedelta(minutes=1)}, "cancel_by"),
        ({"sessions": ()}, None),
    ],
)
def test_what_is_wrong_stands_beside_its_field(said: dict[str, Any], wrong: str | None) -> None:
    assert fields(**said) == [wrong]


def test_schools_may_book_and_cancel_until_the_very_start() -> None:
    assert fields(book_by=START, cancel_by=START) == []


def test_a_run_of_an_unpublished_course_or_in_the_past_is_not_opened() -> None:
    times = {"book_by": START, "starts_at": START}
    assert open_problems(course_state="published", now=START - timedelta(days=1), **times) == []
    assert open_problems(course_state="draft", now=START - timedelta(days=1), **times)
    assert open_problems(course_state="published", now=START, **times)


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ({}, Places.FREE),
        ({"taken": 20}, Places.FULL),
        ({"state": "closed"}, Places.BOOKING_CLOSED),
        ({"state": "cancelled"}, Places.CANCELLED),
        ({"opens_at": START - timedelta(days=9)}, Places.NOT_YET),
        ({"book_by": START - timedelta(days=10)}, Places.BOOKING_CLOSED),
        ({"starts_at": START - timedelta(days=10)}, Places.STARTED),
    ],
)
def test_people_are_told_whether_a_place_can_be_had(said: dict[str, Any], places: Places) -> None:
    usual = {
        "state": "open",
        "capacity": 20,
        "taken": 0,
        "opens_at": START - timedelta(days=60),
        "book_by": START,
        "starts_at": START,
    }
    assert places_of(Run(**(usual | said)), now=START - timedelta(days=10)) is places
