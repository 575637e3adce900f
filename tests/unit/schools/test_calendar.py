"""School years, terms and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.schools.calendar_files import read_calendar
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar, school_year_of, term_of

FILES = read_calendar()
PLAIN = WorkingCalendar(holidays=frozenset(FILES.holidays))
IN_TERM = WorkingCalendar(holidays=frozenset(FILES.holidays), terms=FILES.terms)
DAYS = st.dates(date(2026, 1, 1), date(2028, 6, 1))


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026), (date(2027, 8, 31), 2026)],
)
def test_a_school_year_runs_from_september_to_august(day: date, year: int) -> None:
    assert school_year_of(day) == year


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 9, 1), (2026, 1)),
        (date(2026, 10, 16), (2026, 1)),
        (date(2026, 10, 20), (2026, 1)),  # half-term belongs to the term before
        (date(2026, 11, 2), (2026, 2)),
        (date(2026, 12, 25), (2026, 2)),
        (date(2026, 8, 15), (2025, 6)),
    ],
)
def test_a_day_between_terms_counts_in_the_term_before(day: date, term: tuple[int, int]) -> None:
    found = term_of(day, FILES.terms)
    assert found is not None
    assert (found.school_year, found.number) == term


def test_before_the_first_known_term_there_is_none() -> None:
    assert term_of(date(2020, 1, 1), FILES.terms) is None


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # over a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # over Christmas, whose Saturday has its substitute on Monday
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # over Easter
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_pass_over_weekends_and_bank_holidays(day: date, count: int, expected: date) -> None:
    assert PLAIN.add_working_days(day, count) == expected


def test_a_review_counts_days_in_term_only() -> None:
    assert IN_TERM.add_working_days(date(2026, 10, 16), 1) == date(2026, 11, 2)
    assert IN_TERM.working_days_between(date(2026, 10, 16), date(2026, 11, 3)) == 2


def test_terms_that_end_too_early_are_said_and_not_waited_for() -> None:
    with pytest.raises(ValueError, match="terms that are known"):
        IN_TERM.add_working_days(date(2029, 7, 20), 30)


@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    assert PLAIN.working_days_between(day, PLAIN.add_working_days(day, count)) in (
        {count} if PLAIN.is_working_day(day) or count >= 0 else {count, count + 1}
    )


def test_the_files_hold_six_terms_a_year_none_on_a_weekend_or_bank_holiday() -> None:
    years = {term.school_year for term in FILES.terms}
    assert all(sorted(t.number for t in FILES.terms if t.school_year == year) == [1, 2, 3, 4, 5, 6] for year in years)
    assert all(PLAIN.is_working_day(day) for term in FILES.terms for day in (term.starts, term.ends))
    assert all(day.weekday() < 5 for day in FILES.holidays)


def test_a_term_is_shown_with_its_school_year() -> None:
    start = date(2026, 9, 1)
    assert TermDates(2026, 1, start, start + timedelta(days=40)).label == "Term 1, 2026 to 2027"
