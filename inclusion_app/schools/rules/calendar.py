"""School years, terms and working days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
SEPTEMBER = 9
FURTHEST_DAYS = 1_500
ONE_DAY = timedelta(days=1)


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
        if day.weekday() >= SATURDAY or day in self.holidays:
            return False
        return self.terms is None or any(term.starts <= day <= term.ends for term in self.terms)

    def add_working_days(self, day: date, count: int) -> date:
        """The day that is ``count`` working days after ``day``, or before it when ``count`` is negative.

        0 gives ``day`` itself. Raises ValueError where the known terms end first.
        """
        step, found = (ONE_DAY if count > 0 else -ONE_DAY), day
        for _ in range(FURTHEST_DAYS):
            if count == 0:
                return found
            found += step
            if self.is_working_day(found):
                count -= step.days
        raise ValueError(f"The terms that are known end before so many working days from {day}.")

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is the earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + ONE_DAY * number for number in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working_day(day))
