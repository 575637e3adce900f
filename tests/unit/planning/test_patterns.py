"""Patterns of dates, across both clock changes of 2027 and its bank holidays."""

from datetime import date

import pytest

from inclusion_app.schools.rules.calendar import TermDates
from inclusion_app.training.planning.rules.patterns import (
    MOST_RUNS,
    FreeDays,
    Pattern,
    is_too_long,
    pattern_problems,
    planned_runs,
)

ANY_DAY = FreeDays({}, None)
EASTER = {date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"}
TERMS = (
    TermDates(2026, 4, date(2027, 2, 22), date(2027, 3, 25)),
    TermDates(2026, 5, date(2027, 4, 12), date(2027, 5, 28)),
)
TUESDAY = date(2027, 3, 9)


def days(pattern: Pattern, free: FreeDays = ANY_DAY) -> list[date]:
    return [planned.first for planned in planned_runs(pattern, free) if not planned.reason]


def test_every_week_goes_on_over_the_clock_change_in_spring() -> None:
    found = days(Pattern(first=date(2027, 3, 21), count=3))
    assert found == [date(2027, 3, 21), date(2027, 3, 28), date(2027, 4, 4)]


def test_every_second_week_on_two_days_until_a_date() -> None:
    pattern = Pattern(first=TUESDAY, weekdays=frozenset({1, 3}), every_weeks=2, until=date(2027, 3, 25))
    assert days(pattern) == [date(2027, 3, 9), date(2027, 3, 11), date(2027, 3, 23), date(2027, 3, 25)]


def test_a_day_before_the_first_in_its_own_week_is_not_of_the_pattern() -> None:
    assert days(Pattern(first=TUESDAY, weekdays=frozenset({0}), count=2)) == [date(2027, 3, 15), date(2027, 3, 22)]


def test_a_bank_holiday_is_left_out_by_name_and_does_not_count() -> None:
    found = planned_runs(Pattern(first=date(2027, 3, 22), count=2), FreeDays(EASTER, None))
    assert [(run.first.isoformat(), run.reason) for run in found] == [
        ("2027-03-22", ""),
        ("2027-03-29", "Easter Monday"),
        ("2027-04-05", ""),
    ]


def test_days_outside_term_are_left_out() -> None:
    found = planned_runs(Pattern(first=TUESDAY, until=date(2027, 4, 13)), FreeDays(EASTER, TERMS))
    assert [run.reason for run in found] == ["", "", "", "Outside term", "Outside term", ""]


def test_a_run_is_left_out_whole_when_one_of_its_sessions_cannot_be() -> None:
    found = planned_runs(
        Pattern(first=date(2027, 3, 22), count=1, until=date(2027, 3, 22), meetings=2), FreeDays(EASTER, None)
    )
    assert [run.reason for run in found] == ["Session 2 is on 29 March 2027: Easter Monday"]


def test_terms_that_are_not_known_yet_are_said_to_be_so() -> None:
    found = planned_runs(Pattern(days=(date(2029, 3, 6),)), FreeDays({}, TERMS))
    assert found[0].reason == "The terms of that year are not known yet"


def test_sessions_stand_so_many_weeks_apart() -> None:
    found = planned_runs(Pattern(days=(TUESDAY,), meetings=3, weeks_apart=2), ANY_DAY)
    assert found[0].days == (date(2027, 3, 9), date(2027, 3, 23), date(2027, 4, 6))


def test_a_list_of_dates_is_put_in_order_and_a_date_counts_once() -> None:
    assert days(Pattern(days=(date(2027, 6, 2), TUESDAY, TUESDAY))) == [TUESDAY, date(2027, 6, 2)]


def test_never_more_than_sixty_runs_and_it_says_so() -> None:
    pattern = Pattern(first=TUESDAY, weekdays=frozenset(range(5)), until=date(2027, 7, 30))
    found = planned_runs(pattern, ANY_DAY)
    assert len(found) == MOST_RUNS
    assert is_too_long(pattern, found)
    assert not is_too_long(Pattern(first=TUESDAY, count=3), planned_runs(Pattern(first=TUESDAY, count=3), ANY_DAY))


def test_a_pattern_that_finds_no_day_ends() -> None:
    nothing = FreeDays({}, ())
    assert all(run.reason for run in planned_runs(Pattern(first=TUESDAY, count=5), nothing))


@pytest.mark.parametrize(
    ("pattern", "field"),
    [
        (Pattern(), "first"),
        (Pattern(first=TUESDAY), "count"),
        (Pattern(first=TUESDAY, count=61), "count"),
        (Pattern(first=TUESDAY, count=0), "count"),
        (Pattern(first=TUESDAY, count=1, every_weeks=0), "every_weeks"),
        (Pattern(first=TUESDAY, until=date(2027, 3, 8)), "until"),
        (Pattern(first=TUESDAY, until=date(2040, 3, 8)), "until"),
        (Pattern(first=TUESDAY, count=1, meetings=0), "meetings"),
        (Pattern(first=TUESDAY, count=1, weeks_apart=99), "weeks_apart"),
        (Pattern(first=date(9999, 12, 1), count=1), "first"),
        (Pattern(first=TUESDAY, until=date(1, 1, 1)), "until"),
        (Pattern(days=(date(1999, 12, 31),)), "days"),
        (Pattern(days=tuple(date.fromordinal(740_000 + n) for n in range(61))), "days"),
    ],
)
def test_what_cannot_be_is_named_beside_its_field(pattern: Pattern, field: str) -> None:
    assert [name for name, _ in pattern_problems(pattern)] == [field]


def test_a_sound_pattern_has_no_problems() -> None:
    assert not pattern_problems(Pattern(first=TUESDAY, count=4))
    assert not pattern_problems(Pattern(days=(TUESDAY,)))
