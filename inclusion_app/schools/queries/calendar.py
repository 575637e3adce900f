"""Terms and working days as they are known."""

from typing import Any

from sqlalchemy import ColumnElement, Row, func, literal, select, union_all

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import BankHoliday, School, Term
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar


def terms_of(school: School | None = None) -> list[TermDates]:
    """The county's terms, in order; a school's own dates stand in their place where it has set them."""
    rows = db.session.scalars(select(Term).where(_known_to(school)).order_by(Term.school_id.is_not(None)))
    found = {(t.school_year, t.number): TermDates(t.school_year, t.number, t.starts, t.ends) for t in rows}
    return sorted(found.values(), key=lambda term: term.starts)


def working_calendar() -> WorkingCalendar:
    """Monday to Friday without bank holidays: what a booking's deadlines count."""
    return WorkingCalendar(holidays=frozenset(db.session.scalars(select(BankHoliday.day))))


def school_calendar(school: School | None = None) -> WorkingCalendar:
    """Working days in term: what a review's deadlines count. One statement."""
    no, own = literal(0), func.coalesce(Term.school_id, 0)
    terms = select(own.label("own"), Term.school_year, Term.number, Term.starts, Term.ends).where(_known_to(school))
    days = select(no, no, no, BankHoliday.day, BankHoliday.day)  # a year of 0 says that it is no term
    rows = db.session.execute(union_all(terms, days)).all()
    holidays = frozenset(row.starts for row in rows if not row.school_year)
    dated = sorted(rows, key=lambda row: row.own)  # a school's own dates come last, and stay
    found = {(row.school_year, row.number): _term(row) for row in dated if row.school_year}
    return WorkingCalendar(holidays=holidays, terms=sorted(found.values(), key=lambda term: term.starts))


def _known_to(school: School | None) -> ColumnElement[bool]:
    of_county = Term.school_id.is_(None)
    return of_county if school is None else of_county | (Term.school_id == school.id)


def _term(row: Row[*tuple[Any, ...]]) -> TermDates:
    return TermDates(row.school_year, row.number, row.starts, row.ends)
