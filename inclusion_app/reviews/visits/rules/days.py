"""Which days a visit can take, and what speaks against them without forbidding them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inclusion_app.foundation.formats import day as in_words
from inclusion_app.schools.rules.calendar import SATURDAY, TermDates, school_year_of

MOST_OPEN = 6
MOST_SUGGESTED = 6
NOTICE = timedelta(weeks=3)
"""Days sooner than this are not suggested, though they can be proposed: the school writes its self-review first."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BusyDays:
    """Days on which schools of these phases (none named: all schools) have little room for visitors.

    Provisional ones are expected, and nobody has checked them yet.
    """

    name: str
    starts: date
    ends: date
    phases: frozenset[str] = frozenset()
    is_provisional: bool = False

    @property
    def sentence(self) -> str:
        """As it is said of days that meet it."""
        return f"{self.name} (provisional dates)" if self.is_provisional else self.name


@dataclass(frozen=True)
class Absence:
    """Days on which somebody of the team cannot come, first and last included."""

    name: str
    starts: date
    ends: date


@dataclass(frozen=True)
class DaysKnown:
    """What there is to know of days for one review: when visits can be, terms, bank holidays by day with their
    names, busy days, and who of the team is away when."""

    visits_from: date
    visits_until: date
    phase: str
    terms: Sequence[TermDates]
    holidays: Mapping[date, str]
    busy: Sequence[BusyDays]
    away: Sequence[Absence]


def days_problem(first: date, last: date, known: DaysKnown, *, today: date) -> str | None:
    """Why a visit cannot take these days; nothing when it can."""
    if last < first:
        return "The last day must be the first day, or the day after it"
    if last - first > ONE_DAY:
        return "A visit takes one day, or two days in a row"
    if first <= today:
        return "Choose a day after today"
    if first < known.visits_from or last > known.visits_until:
        return f"Visits of this cycle are from {in_words(known.visits_from)} to {in_words(known.visits_until)}"
    return next(_closed(first, last, known), None)


def days_warnings(first: date, last: date, known: DaysKnown) -> list[str]:
    """What speaks against these days, in sentences: who is away, and what else the school has on."""
    away = sorted({one.name for one in known.away if _meet(first, last, one.starts, one.ends)})
    said = [f"{name} is away" for name in away]
    said += [
        one.sentence for one in known.busy if _concerns(one, known.phase) and _meet(first, last, one.starts, one.ends)
    ]
    said += [
        f"{which} week of {term.label.lower()}"
        for term in known.terms
        for which, edge in (("First", term.starts), ("Last", term.ends))
        if any(_monday(day) == _monday(edge) and term.starts <= day <= term.ends for day in (first, last))
    ]
    return said


def good_days(known: DaysKnown, *, today: date) -> list[date]:
    """The first days against which nothing speaks."""
    found: list[date] = []
    day = max(today + ONE_DAY, known.visits_from)
    while day <= known.visits_until and len(found) < MOST_SUGGESTED:
        if days_problem(day, day, known, today=today) is None and not days_warnings(day, day, known):
            found.append(day)
        day += ONE_DAY
    return found


def _closed(first: date, last: date, known: DaysKnown) -> Iterator[str]:
    for day in (first, last):
        if day.weekday() >= SATURDAY:
            yield f"{in_words(day)} is at a weekend"
        if day in known.holidays:
            yield f"{in_words(day)} is a bank holiday: {known.holidays[day]}"
        if _is_out_of_term(day, known.terms):
            yield f"{in_words(day)} is not in a term"


def _is_out_of_term(day: date, terms: Sequence[TermDates]) -> bool:
    """Where the terms of that school year are not known, no day is out of them."""
    of_year = [term for term in terms if term.school_year == school_year_of(day)]
    return bool(of_year) and not any(term.starts <= day <= term.ends for term in of_year)


def _concerns(busy: BusyDays, phase: str) -> bool:
    return not busy.phases or phase in busy.phases


def _meet(first: date, last: date, starts: date, ends: date) -> bool:
    return starts <= last and first <= ends


def _monday(day: date) -> date:
    return day - ONE_DAY * day.weekday()
