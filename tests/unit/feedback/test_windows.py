"""When feedback is asked for: in London's days and weeks, also where the clock changes in between."""

from datetime import UTC, datetime, timedelta

import pytest

from inclusion_app.training.feedback.rules.windows import RunTimes, is_reminder_due, window_of
from inclusion_app.training.states import FeedbackPoint

BEFORE, AFTER, LATER = FeedbackPoint
SECOND = timedelta(seconds=1)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


# Two mornings, 9:30 to 12:00 in London; the clock goes back on 25 October 2026.
AUTUMN = RunTimes(at(10, 28, 9, 30), at(10, 28, 12), at(11, 4, 12), later_weeks=6)
# The clock goes forward on 29 March 2026, between the end and the last point.
SPRING = RunTimes(at(3, 10, 9, 30), at(3, 10, 12), at(3, 10, 12), later_weeks=6)


def test_before_is_asked_seven_days_ahead_at_the_same_time_on_the_clock_although_it_has_changed() -> None:
    window = window_of(BEFORE, AUTUMN)
    assert window.asks_at == at(10, 21, 8, 30)
    assert (window.is_open(at(10, 21, 8, 30)), window.is_open(at(10, 21, 8, 30) - SECOND)) == (True, False)


def test_before_can_be_answered_until_the_first_session_has_ended() -> None:
    window = window_of(BEFORE, AUTUMN)
    assert window.is_open(at(10, 28, 12) - SECOND)
    assert not window.is_open(at(10, 28, 12))


def test_straight_after_begins_when_the_last_session_ends_and_lasts_until_later_begins() -> None:
    after, later = window_of(AFTER, SPRING), window_of(LATER, SPRING)
    assert (after.asks_at, after.closes_at) == (at(3, 10, 12), later.asks_at)


def test_later_is_six_weeks_on_at_the_same_time_on_the_clock_for_four_weeks() -> None:
    window = window_of(LATER, SPRING)
    assert (window.asks_at, window.closes_at) == (at(4, 21, 11), at(5, 19, 11))


def test_straight_after_lasts_two_weeks_at_the_least() -> None:
    soon = RunTimes(SPRING.starts_at, SPRING.first_ends_at, SPRING.ends_at, later_weeks=0)
    assert window_of(AFTER, soon).closes_at == at(3, 24, 12)


@pytest.mark.parametrize(
    ("point", "times", "asked_at", "due"),
    [
        (BEFORE, AUTUMN, at(10, 21, 8, 30), at(10, 26, 9, 30)),
        (AFTER, AUTUMN, at(11, 4, 12), at(11, 11, 12)),
        (LATER, SPRING, at(4, 21, 11), at(4, 28, 11)),
    ],
)
def test_a_reminder_is_due_some_days_later(
    point: FeedbackPoint, times: RunTimes, asked_at: datetime, due: datetime
) -> None:
    window = window_of(point, times)
    assert is_reminder_due(point, window, asked_at=asked_at, now=due)
    assert not is_reminder_due(point, window, asked_at=asked_at, now=due - SECOND)


def test_nobody_is_reminded_of_before_once_the_run_has_started() -> None:
    window = window_of(BEFORE, AUTUMN)
    assert not is_reminder_due(BEFORE, window, asked_at=at(10, 21, 8, 30), now=at(10, 28, 9, 30))
