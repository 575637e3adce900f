"""Patterns of dates: on which days runs would be given, and which days are left out and why.

All of it is counted in London dates. Times of the day are put to each date on the wall clock afterwards, so that nine
o'clock stays nine o'clock when the clocks change between two dates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inclusion_app.foundation.formats import short_day
from inclusion_app.schools.rules.calendar import TermDates
from inclusion_app.training.catalogue.rules.sessions import EARLIEST_YEAR, LATEST_YEAR

MOST_RUNS = 60
MOST_MEETINGS = 60
FURTHEST = timedelta(days=3 * 366)
ONE_WEEK = timedelta(weeks=1)
Problem = tuple[str | None, str]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """When runs begin: every ``every_weeks`` weeks on ``weekdays`` (Monday is 0), or on ``days`` where there are any.

    It goes on to ``until`` (included) or until ``count`` runs are found, days left out not counted. Each run has
    ``meetings`` sessions, ``weeks_apart`` weeks apart.
    """

    first: date | None = None
    weekdays: frozenset[int] = frozenset()
    every_weeks: int = 1
    count: int | None = None
    until: date | None = None
    days: tuple[date, ...] = ()
    meetings: int = 1
    weeks_apart: int = 1


@dataclass(frozen=True)
class FreeDays:
    """Days without runs: bank holidays by name, and whatever lies outside ``terms`` (None: every day lies in term)."""

    holidays: Mapping[date, str]
    terms: Sequence[TermDates] | None

    def reason(self, day: date) -> str:
        """Why nothing is given on the day; empty when something can be."""
        if day in self.holidays:
            return self.holidays[day]
        if self.terms is None or any(term.starts <= day <= term.ends for term in self.terms):
            return ""
        if not self.terms or day > max(term.ends for term in self.terms):
            return "the terms of that year are not known yet"
        return "outside term"


@dataclass(frozen=True)
class Planned:
    """One run that would be made: the days of its sessions; or, with a ``reason``, one that is left out."""

    days: tuple[date, ...]
    reason: str = ""

    @property
    def first(self) -> date:
        """The day on which it begins."""
        return self.days[0]


def pattern_problems(pattern: Pattern) -> list[Problem]:
    """Everything wrong with the pattern, beside the fields of its form."""
    return [*_when(pattern), *_sessions(pattern)]


def planned_runs(pattern: Pattern, free: FreeDays) -> list[Planned]:
    """Every run of the pattern in order of its dates, those left out among them; at most ``MOST_RUNS`` are made."""
    wanted = min(pattern.count or MOST_RUNS, MOST_RUNS)
    found: list[Planned] = []
    for first in _starts(pattern):
        if wanted == 0:
            break
        days = tuple(first + number * pattern.weeks_apart * ONE_WEEK for number in range(pattern.meetings))
        planned = Planned(days, _reason(days, free))
        found.append(planned)
        wanted -= not planned.reason
    return found


def is_too_long(pattern: Pattern, planned: Sequence[Planned]) -> bool:
    """More dates fit the pattern than runs can be made at once."""
    made = sum(not run.reason for run in planned)
    return made == MOST_RUNS and len(planned) < sum(1 for _ in _starts(pattern)) and pattern.count is None


def _starts(pattern: Pattern) -> Iterator[date]:
    if pattern.days:
        yield from sorted(set(pattern.days))
    elif pattern.first is not None:
        yield from _weekly(pattern.first, pattern)


def _weekly(first: date, pattern: Pattern) -> Iterator[date]:
    last = min(pattern.until or first + FURTHEST, first + FURTHEST)
    monday = first - timedelta(days=first.weekday())
    weekdays = sorted(pattern.weekdays or {first.weekday()})
    while monday <= last:
        for day in (monday + timedelta(days=weekday) for weekday in weekdays):
            if first <= day <= last:
                yield day
        monday += pattern.every_weeks * ONE_WEEK


def _reason(days: Iterable[date], free: FreeDays) -> str:
    """The first session in the way names why; a run is made whole or not at all."""
    for number, day in enumerate(days, 1):
        if why := free.reason(day):
            return why[0].upper() + why[1:] if number == 1 else f"Session {number} is on {short_day(day)}: {why}"
    return ""


def _when(pattern: Pattern) -> Iterator[Problem]:
    named = {"days": pattern.days, "first": (pattern.first,), "until": (pattern.until,)}
    far = [field for field, days in named.items() if any(day and not _is_near(day) for day in days)]
    if far:
        yield far[0], f"The date must be between {EARLIEST_YEAR} and {LATEST_YEAR}"
    elif len(set(pattern.days)) > MOST_RUNS:
        yield "days", f"Enter {MOST_RUNS} dates or fewer at a time"
    elif not pattern.days:
        yield from _weeks(pattern)


def _weeks(pattern: Pattern) -> Iterator[Problem]:
    if pattern.first is None:
        yield "first", "Enter the date of the first run"
        return
    if not 1 <= pattern.every_weeks <= 52:
        yield "every_weeks", "The number of weeks must be between 1 and 52"
    if pattern.until is None and pattern.count is None:
        yield "count", "Enter how many runs to make, or the last date"
    elif pattern.count is not None and not 1 <= pattern.count <= MOST_RUNS:
        yield "count", f"The number of runs must be between 1 and {MOST_RUNS}"
    if pattern.until is not None and not pattern.first <= pattern.until <= pattern.first + FURTHEST:
        yield "until", "The last date must be after the first, and within three years of it"


def _is_near(day: date) -> bool:
    return EARLIEST_YEAR <= day.year <= LATEST_YEAR


def _sessions(pattern: Pattern) -> Iterator[Problem]:
    if not 1 <= pattern.meetings <= MOST_MEETINGS:
        yield "meetings", f"The number of sessions must be between 1 and {MOST_MEETINGS}"
    if not 1 <= pattern.weeks_apart <= 52:
        yield "weeks_apart", "The number of weeks must be between 1 and 52"
