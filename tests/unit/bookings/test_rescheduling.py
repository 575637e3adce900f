"""What has changed in a run's dates and places, and whether people have to be asked."""

from dataclasses import replace
from datetime import date, time

from inclusion_app.foundation.clock import from_london
from inclusion_app.training.bookings.rescheduling import Slot, compare

DAY = date(2027, 3, 27)
ONE = Slot(1, from_london(DAY, time(9, 30)), from_london(DAY, time(12)), "Maidstone, ME14 1XX", "")
TWO = replace(ONE, session_id=2, starts_at=from_london(DAY, time(14)), ends_at=from_london(DAY, time(16)))


def test_nothing_has_changed() -> None:
    what = compare([ONE, TWO], [TWO, ONE])
    assert not what
    assert what.lines == []


def test_another_place_or_link_is_told_and_nothing_is_asked() -> None:
    what = compare([ONE], [replace(ONE, place="Ashford", link="https://meet.example/1")])
    assert what
    assert not what.is_moved
    assert what.to_tell == {1}
    place, link = what.lines
    assert place.splitlines() == [
        "Before: Saturday 27 March 2027, 9:30am to midday, Maidstone, ME14 1XX",
        "Now: Saturday 27 March 2027, 9:30am to midday, Ashford",
    ]
    assert link == "Join here on Saturday 27 March 2027, 9:30am: https://meet.example/1"


def test_another_time_is_asked_about() -> None:
    later = replace(ONE, ends_at=from_london(DAY, time(12, 30)))
    assert compare([ONE], [later]).is_moved


def test_the_same_wall_time_on_the_day_after_the_clocks_change_is_another_day() -> None:
    sunday = date(2027, 3, 28)
    moved = replace(ONE, starts_at=from_london(sunday, time(9, 30)), ends_at=from_london(sunday, time(12)))
    what = compare([ONE], [moved])
    assert what.is_moved
    assert "Now: Sunday 28 March 2027, 9:30am to midday" in what.lines[0]


def test_a_session_more_or_less_is_asked_about_and_only_that_one_is_told_to_calendars() -> None:
    more, less = compare([ONE], [ONE, TWO]), compare([ONE, TWO], [ONE])
    assert (more.is_moved, less.is_moved) == (True, True)
    assert (more.to_tell, less.to_tell) == (frozenset({2}), frozenset())
    assert more.lines == ["New: Saturday 27 March 2027, 2pm to 4pm, Maidstone, ME14 1XX"]
    assert less.lines == ["No longer: Saturday 27 March 2027, 2pm to 4pm, Maidstone, ME14 1XX"]
