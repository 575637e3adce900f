"""Which days a visit can take, what speaks against them, and who would be in two places at once."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from inclusion_app.reviews.visits.busy_days import busy_days
from inclusion_app.reviews.visits.rules.days import Absence, BusyDays, DaysKnown, days_problem, days_warnings, good_days
from inclusion_app.reviews.visits.rules.timetable import USUAL_DAY, ActivityChoices, Placed, activity_problems, clashes
from inclusion_app.schools.rules.calendar import TermDates

TODAY = date(2027, 1, 4)
KNOWN = DaysKnown(
    visits_from=date(2027, 1, 4),
    visits_until=date(2027, 6, 30),
    phase="primary",
    terms=(
        TermDates(2026, 3, date(2027, 1, 4), date(2027, 2, 12)),
        TermDates(2026, 5, date(2027, 4, 12), date(2027, 5, 28)),
    ),
    holidays={date(2027, 5, 3): "Early May bank holiday"},
    busy=(
        BusyDays("SATs", date(2027, 5, 10), date(2027, 5, 13), frozenset({"primary"})),
        BusyDays("Examinations", date(2027, 5, 6), date(2027, 6, 23), frozenset({"secondary"})),
        BusyDays("Census day", date(2027, 1, 21), date(2027, 1, 21)),
    ),
    away=(Absence("Ann", date(2027, 1, 18), date(2027, 1, 19)),),
)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2027-01-13", "2027-01-13", None),
        ("2027-01-13", "2027-01-14", None),
        ("2027-01-14", "2027-01-13", "The last day must be"),
        ("2027-01-13", "2027-01-15", "one day, or two"),
        ("2027-01-04", "2027-01-04", "after today"),
        ("2027-07-01", "2027-07-01", "Visits of this cycle"),
        ("2027-01-16", "2027-01-16", "weekend"),
        ("2027-01-15", "2027-01-16", "weekend"),
        ("2027-05-03", "2027-05-03", "bank holiday: Early May"),
        ("2027-02-16", "2027-02-16", "not in a term"),
    ],
)
def test_days_that_cannot_be_are_refused_with_a_sentence(first: str, last: str, sentence: str | None) -> None:
    said = days_problem(date.fromisoformat(first), date.fromisoformat(last), KNOWN, today=TODAY)
    assert (said is None) if sentence is None else (said is not None and sentence in said)


@pytest.mark.parametrize(
    ("first", "last", "sentences"),
    [
        ("2027-01-13", "2027-01-13", []),
        ("2027-01-19", "2027-01-20", ["Ann is away"]),
        ("2027-01-21", "2027-01-21", ["Census day"]),
        ("2027-05-10", "2027-05-10", ["SATs"]),
        ("2027-01-08", "2027-01-08", ["First week of term 3, 2026 to 2027"]),
        ("2027-02-08", "2027-02-08", ["Last week of term 3, 2026 to 2027"]),
    ],
)
def test_what_speaks_against_days_is_shown(first: str, last: str, sentences: list[str]) -> None:
    assert days_warnings(date.fromisoformat(first), date.fromisoformat(last), KNOWN) == sentences


def test_days_against_which_nothing_speaks_are_offered() -> None:
    assert good_days(KNOWN, today=TODAY)[:5] == [date(2027, 1, day) for day in (11, 12, 13, 14, 15)]
    assert date(2027, 1, 18) not in good_days(KNOWN, today=TODAY)


def test_the_busy_days_that_ship_can_be_read_and_cover_three_school_years() -> None:
    names = {(one.name, one.starts.year) for one in busy_days()}
    assert {year for _, year in names} >= {2026, 2027, 2028}
    assert all(one.ends - one.starts < timedelta(days=60) for one in busy_days())
    census = [one for one in busy_days() if "census" in one.name]
    assert {one.starts.weekday() for one in census} == {3}


def placed(day: int, starts: int, ends: int, *members: int) -> Placed:
    return Placed(day, time(starts), time(ends), frozenset(members))


def test_nobody_is_in_two_places_at_once_without_being_named() -> None:
    found = clashes([placed(1, 9, 11, 7, 8), placed(1, 10, 12, 8), placed(1, 11, 12, 7), placed(2, 9, 11, 8)])
    assert found == [(8, 1, time(10))]


def test_an_activity_says_what_is_wrong_with_it() -> None:
    said = ActivityChoices(2, time(10), time(10), "karaoke", "x" * 201, members=frozenset({5}))
    problems = dict(activity_problems(said, days=1, team=frozenset({4})))
    assert set(problems) == {"day", "ends", "kind", "members", "with_whom"}


def test_the_usual_day_is_right_and_nobody_runs() -> None:
    assert [problem for one in USUAL_DAY for problem in activity_problems(one, days=1, team=frozenset())] == []
    assert all(one.ends <= other.starts for one, other in pairwise(USUAL_DAY))
