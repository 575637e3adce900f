"""How dates, times and money are written."""

from datetime import UTC, date, datetime

import pytest

from inclusion_app.foundation import formats


@pytest.mark.parametrize(
    ("utc", "written"),
    [
        (datetime(2026, 10, 5, 8, 30, tzinfo=UTC), "Monday 5 October 2026, 9:30am"),
        (datetime(2026, 10, 5, 11, tzinfo=UTC), "Monday 5 October 2026, midday"),
        (datetime(2026, 10, 4, 23, tzinfo=UTC), "Monday 5 October 2026, midnight"),
        (datetime(2026, 12, 5, 13, 5, tzinfo=UTC), "Saturday 5 December 2026, 1:05pm"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March 2027, 12:59am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March 2027, 2am"),
    ],
)
def test_a_moment_is_written_in_london_time(utc: datetime, written: str) -> None:
    assert formats.when(utc) == written


def test_a_date_needs_no_zone() -> None:
    assert formats.day(date(2026, 10, 5)) == "Monday 5 October 2026"
    assert formats.short_day(date(2026, 10, 5)) == "5 October 2026"


@pytest.mark.parametrize(("pence", "written"), [(0, "Free"), (4500, "£45"), (4550, "£45.50"), (123405, "£1,234.05")])
def test_money_is_written_in_pounds(pence: int, written: str) -> None:
    assert formats.money(pence) == written
