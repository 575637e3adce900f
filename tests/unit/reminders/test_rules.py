"""Reminders come at 9am in London, a week and a day before, across both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from inclusion_app.foundation.clock import from_london
from inclusion_app.training.bookings.joining import joining_released
from inclusion_app.training.reminders.rules import due_at, reminder_due

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2027, 3, 29), date(2027, 3, 28), date(2027, 11, 1), date(2027, 10, 31)])
def test_the_morning_is_the_morning_on_either_side_of_the_change(day: date) -> None:
    starts = from_london(day, time(9, 30))
    for days in (7, 1):
        due = due_at(starts, days)
        assert due == from_london(day - timedelta(days=days), time(9))
        assert reminder_due(starts, is_first=True, booked_at=LONG_AGO, now=due) == days
    assert reminder_due(starts, is_first=True, booked_at=LONG_AGO, now=due_at(starts, 7) - timedelta(seconds=1)) is None
    assert reminder_due(starts, is_first=True, booked_at=LONG_AGO, now=due_at(starts, 1) - timedelta(seconds=1)) == 7
    assert reminder_due(starts, is_first=True, booked_at=LONG_AGO, now=starts) is None


def test_later_sessions_and_late_bookings_are_reminded_the_day_before_only() -> None:
    starts = from_london(date(2027, 3, 29), time(9, 30))
    week = due_at(starts, 7)
    assert reminder_due(starts, is_first=False, booked_at=LONG_AGO, now=week) is None
    assert reminder_due(starts, is_first=True, booked_at=week, now=week + timedelta(hours=1)) is None
    assert reminder_due(starts, is_first=False, booked_at=week, now=due_at(starts, 1)) == 1


def test_how_to_join_is_given_out_by_days_in_london() -> None:
    starts = from_london(date(2027, 3, 29), time(9, 30))
    midnight = from_london(date(2027, 3, 22), time(0))
    assert joining_released(starts, 7, now=midnight)
    assert not joining_released(starts, 7, now=midnight - timedelta(seconds=1))
