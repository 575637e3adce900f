"""Counting within terms is a look-up; it gives what counting day by day gives."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.schools.rules.calendar import ONE_DAY, TermDates, WorkingCalendar

FIRST, LAST, FAR = date(2026, 9, 1), date(2027, 7, 23), timedelta(days=41)
TERMS = (
    TermDates(2026, 1, FIRST, date(2026, 10, 23)),
    TermDates(2026, 2, date(2026, 11, 2), date(2026, 12, 18)),
    TermDates(2026, 3, date(2027, 1, 4), date(2027, 2, 12)),
    TermDates(2026, 5, date(2027, 4, 12), LAST),
)
HOLIDAYS = frozenset({date(2027, 5, 3), date(2027, 5, 31)})
CALENDAR = WorkingCalendar(HOLIDAYS, TERMS)
DAYS = st.dates(FIRST - FAR, LAST + FAR)


def counts(day: date) -> bool:
    in_term = any(term.starts <= day <= term.ends for term in TERMS)
    return day.weekday() < 5 and day not in HOLIDAYS and in_term


@given(DAYS)
def test_a_day_counts_when_it_is_a_weekday_in_a_term(day: date) -> None:
    assert CALENDAR.is_working_day(day) == counts(day)


@given(DAYS, DAYS)
def test_days_between_are_those_after_the_first_up_to_the_last(start: date, end: date) -> None:
    first, last = min(start, end), max(start, end)
    number = sum(counts(first + ONE_DAY * ahead) for ahead in range(1, (last - first).days + 1))

    assert CALENDAR.working_days_between(start, end) == (number if end >= start else -number)


@given(DAYS, st.integers(-60, 60))
def test_adding_days_ends_on_the_day_so_many_further(day: date, count: int) -> None:
    step, found, left = (ONE_DAY if count > 0 else -ONE_DAY), day, abs(count)
    while left and FIRST - FAR <= found <= LAST + FAR:
        found += step
        left -= counts(found)
    if left:
        with pytest.raises(ValueError, match="end before"):
            CALENDAR.add_working_days(day, count)
    else:
        assert CALENDAR.add_working_days(day, count) == found


def test_without_terms_nothing_counts_and_nothing_is_looked_for() -> None:
    empty = WorkingCalendar(frozenset(), ())

    assert not empty.is_working_day(FIRST)
    assert empty.add_working_days(FIRST, 0) == FIRST
    with pytest.raises(ValueError, match="end before"):
        empty.add_working_days(FIRST, 1)
