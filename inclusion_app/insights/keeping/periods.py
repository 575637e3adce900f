"""Terms as summaries count them: school year × 10 + number of the term.

A day between two terms belongs to the term before. In a school year whose terms are not known every day has the number
0; so has, before its first term, a year that follows one without terms.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, SQLColumnExpression, case, cast, literal, select

from inclusion_app.foundation.clock import from_london
from inclusion_app.schools.models import Term
from inclusion_app.schools.rules.calendar import SEPTEMBER, TermDates, school_year_label

FIRST_YEAR, LAST_YEAR = 2005, 2040
BEFORE_ALL = 0


@dataclass(frozen=True)
class Beginning:
    """The first day of a period, which lasts until the next begins."""

    starts: date
    period: int


def beginnings(terms: Collection[TermDates]) -> list[Beginning]:
    """Where each period begins, the earliest first, from terms of the county."""
    known = {term.school_year for term in terms}
    found = [Beginning(term.starts, term.school_year * 10 + term.number) for term in terms]
    years = (year for year in range(FIRST_YEAR, LAST_YEAR) if year not in known)
    found += [Beginning(date(year, SEPTEMBER, 1), year * 10) for year in years]
    return sorted(found, key=lambda beginning: (beginning.starts, beginning.period))


def period_of(day: date, begun: Sequence[Beginning]) -> int:
    """The period the day counts in."""
    position = bisect_right(begun, day, key=lambda beginning: beginning.starts)
    return begun[position - 1].period if position else BEFORE_ALL


def period_label(period: int) -> str:
    """Term 1, 2026 to 2027."""
    year, number = divmod(period, 10)
    return f"Term {number}, {school_year_label(year)}" if number else school_year_label(year)


def county_beginnings(connection: Connection) -> list[Beginning]:
    """As the county's terms are now; one statement."""
    query = select(Term.school_year, Term.number, Term.starts, Term.ends).where(Term.school_id.is_(None))
    return beginnings([TermDates(*row) for row in connection.execute(query)])


def period_of_day(day: SQLColumnExpression[date], begun: Sequence[Beginning]) -> ColumnElement[int]:
    """The same in SQL, for a column of days."""
    whens = [(day >= literal(beginning.starts), literal(beginning.period)) for beginning in reversed(begun)]
    return cast(case(*whens, else_=BEFORE_ALL), Integer)


def period_of_moment(moment: SQLColumnExpression[Any], begun: Sequence[Beginning]) -> ColumnElement[int]:
    """The same for a column of moments, by the London day they fall on."""
    whens = [
        (moment >= from_london(beginning.starts, time.min), literal(beginning.period)) for beginning in reversed(begun)
    ]
    return cast(case(*whens, else_=BEFORE_ALL), Integer)
