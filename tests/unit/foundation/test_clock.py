"""London time, right across the clock change."""

from datetime import UTC, date, datetime, time

import pytest

from inclusion_app.foundation import clock

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("day", "wall", "utc"),
    [
        (date(2027, 3, 27), time(9), "2027-03-27T09:00"),
        (SPRING, time(0, 59), "2027-03-28T00:59"),
        (SPRING, time(2, 0), "2027-03-28T01:00"),
        (SPRING, time(9), "2027-03-28T08:00"),
        (AUTUMN, time(0, 59), "2027-10-30T23:59"),
        (AUTUMN, time(2, 0), "2027-10-31T02:00"),
        (AUTUMN, time(9), "2027-10-31T09:00"),
        (AUTUMN, time(23, 59), "2027-10-31T23:59"),
        (date(2027, 8, 31), time(23, 59), "2027-08-31T22:59"),
        (date(2027, 9, 1), time(0), "2027-08-31T23:00"),
    ],
)
def test_a_wall_time_is_kept_through_the_clock_change(day: date, wall: time, utc: str) -> None:
    moment = clock.from_london(day, wall)

    assert moment.tzinfo is UTC
    assert moment.isoformat()[:16] == utc
    assert (clock.london(moment).date(), clock.london(moment).time()) == (day, wall)


@pytest.mark.parametrize("wall", [time(1, 0), time(1, 30), time(1, 59)])
def test_a_skipped_time_is_taken_an_hour_later(wall: time) -> None:
    assert clock.london(clock.from_london(SPRING, wall)).time() == wall.replace(hour=2)


@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_that_happens_twice_is_the_first(fold: int) -> None:
    assert clock.from_london(AUTUMN, time(1, 30, fold=fold)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.london(datetime(2027, 1, 1))  # noqa: DTZ001  # that is the point


def test_now_carries_its_zone_and_today_is_londons() -> None:
    assert clock.now().tzinfo is UTC
    assert clock.today() == clock.london(clock.now()).date()
