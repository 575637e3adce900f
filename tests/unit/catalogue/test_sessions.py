"""Sessions stand in order on the London wall clock."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from inclusion_app.training.catalogue.choices import SessionChoices
from inclusion_app.training.catalogue.rules import first_start, last_end, session_problems


def meeting(day: date = date(2027, 1, 12), start: time = time(9), end: time = time(12), **said: Any) -> SessionChoices:
    return SessionChoices(day=day, start=start, end=end, **({"venue": "Town Hall"} | said))


def fields(*sessions: SessionChoices, delivery: str = "in-person") -> list[str | None]:
    return [field for field, _ in session_problems(sessions, delivery=delivery)]


def test_a_run_needs_a_session() -> None:
    assert session_problems((), delivery="online") == [(None, "Add at least one session")]


def test_a_session_ends_after_it_starts() -> None:
    assert fields(meeting(start=time(12), end=time(12))) == ["sessions-0-end"]


def test_sessions_stand_in_order_and_do_not_overlap() -> None:
    later, overlapping = meeting(date(2027, 1, 19)), meeting(start=time(11), end=time(13))
    assert fields(meeting(), later) == []
    assert fields(later, meeting()) == ["sessions-1-day"]
    assert fields(meeting(), overlapping) == ["sessions-1-start"]


def test_one_session_may_begin_when_the_one_before_ends() -> None:
    assert fields(meeting(), meeting(start=time(12), end=time(15))) == []


@pytest.mark.parametrize(
    ("delivery", "venue", "link", "wrong"),
    [
        ("in-person", "", "", "sessions-0-venue"),
        ("online", "", "", "sessions-0-joining_link"),
        ("online", "", "http://meet.example/1", "sessions-0-joining_link"),
        ("online", "", "javascript:alert(1)", "sessions-0-joining_link"),
        ("blended", "", "", "sessions-0-venue"),
    ],
)
def test_people_are_told_where_to_go(delivery: str, venue: str, link: str, wrong: str) -> None:
    assert fields(meeting(venue=venue, joining_link=link), delivery=delivery) == [wrong]


@pytest.mark.parametrize("link", ["https://meet.example/1", "To follow"])
def test_a_joining_link_is_safe_or_follows(link: str) -> None:
    assert fields(meeting(venue="", joining_link=link), delivery="online") == []


def test_nine_in_the_morning_stays_nine_across_the_clock_change() -> None:
    before, after = meeting(date(2027, 3, 27)), meeting(date(2027, 3, 28))
    assert first_start([before]) == datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert first_start([after]) == datetime(2027, 3, 28, 8, tzinfo=UTC)
    assert last_end([before, after]) == datetime(2027, 3, 28, 11, tzinfo=UTC)


def test_a_time_that_the_clock_change_skips_is_refused() -> None:
    assert fields(meeting(date(2027, 3, 28), time(1, 30), time(2))) == ["sessions-0-start"]


def test_a_time_that_comes_twice_is_the_first_of_the_two() -> None:
    assert fields(meeting(date(2027, 10, 31), time(1, 30), time(3))) == []


def test_all_problems_are_named_at_once() -> None:
    wrong = meeting(start=time(12), end=time(9), venue="")
    assert fields(wrong, wrong) == ["sessions-0-end", "sessions-0-venue", "sessions-1-end", "sessions-1-venue"]


def test_a_year_that_no_calendar_has_is_refused() -> None:
    assert fields(meeting(date(9999, 12, 31))) == ["sessions-0-day"]
