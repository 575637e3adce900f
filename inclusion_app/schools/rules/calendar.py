"""School years, terms and working days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

SATURDAY = 5
SEPTEMBER = 9
FURTHEST_DAYS = 1_500
ONE_DAY = timedelta(days=1)
TOO_FAR = "The terms that are known end before so many working days from {}."


def school_year_of(day: date) -> int:
    """The calendar year in which that day's school year began: 1 September to 31 August."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def school_year_label(school_year: int) -> str:
    """2026 to 2027."""
    return f"{school_year} to {school_year + 1}"


@dataclass(frozen=True)
class TermDates:
    """One term, first and last day included."""

    school_year: int
    number: int
    starts: date
    ends: date

    @property
    def label(self) -> str:
        """Term 1, 2026 to 2027."""
        return f"Term {self.number}, {school_year_label(self.school_year)}"


def term_of(day: date, terms: Iterable[TermDates]) -> TermDates | None:
    """The term the day counts in: a day between terms belongs to the term before. None before the first known."""
    begun = [term for term in terms if term.starts <= day]
    return max(begun, key=lambda term: term.starts, default=None)


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count: Monday to Friday without bank holidays; with ``terms``, only those in a term as well.

    Deadlines of reviews count days in term; bands of a booking's deadline count plain working days.
    """

    holidays: frozenset[date]
    terms: Sequence[TermDates] | None = None

    def is_working_day(self, day: date) -> bool:
        """The day counts."""
        if self.terms is None:
            return self._is_weekday(day)
        position = bisect_left(self._days, day)
        return position < len(self._days) and self._days[position] == day

    def add_working_days(self, day: date, count: int) -> date:
        """The day that is ``count`` working days after ``day``, or before it when ``count`` is negative.

        0 gives ``day`` itself. Raises ValueError where the known terms end first.
        """
        if self.terms is not None and count:
            return self._add_in_terms(day, count)
        step, found = (ONE_DAY if count > 0 else -ONE_DAY), day
        for _ in range(FURTHEST_DAYS):
            if count == 0:
                return found
            found += step
            if self.is_working_day(found):
                count -= step.days
        raise ValueError(TOO_FAR.format(day))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is the earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        if self.terms is not None:
            return bisect_right(self._days, end) - bisect_right(self._days, start)
        days = (start + ONE_DAY * number for number in range(1, (end - start).days + 1))
        return sum(1 for day in days if self._is_weekday(day))

    @cached_property
    def _days(self) -> list[date]:
        """Every working day of the known terms, in order: pages count from thousands of deadlines at once."""
        lengths = ((term.starts, (term.ends - term.starts).days) for term in self.terms or ())
        days = {starts + ONE_DAY * number for starts, length in lengths for number in range(length + 1)}
        return sorted(day for day in days if self._is_weekday(day))

    def _is_weekday(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def _add_in_terms(self, day: date, count: int) -> date:
        position = bisect_right(self._days, day) - 1 if count > 0 else bisect_left(self._days, day)
        if not 0 <= position + count < len(self._days):
            raise ValueError(TOO_FAR.format(day))
        return self._days[position + count]
