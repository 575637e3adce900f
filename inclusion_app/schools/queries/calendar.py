"""Terms and working days as they are known."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import BankHoliday, School, Term
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar


def terms_of(school: School | None = None) -> list[TermDates]:
    """The county's terms, in order; a school's own dates stand in their place where it has set them."""
    wanted = Term.school_id.is_(None) if school is None else Term.school_id.is_(None) | (Term.school_id == school.id)
    rows = db.session.scalars(select(Term).where(wanted).order_by(Term.school_id.is_not(None)))
    found = {(t.school_year, t.number): TermDates(t.school_year, t.number, t.starts, t.ends) for t in rows}
    return sorted(found.values(), key=lambda term: term.starts)


def working_calendar() -> WorkingCalendar:
    """Monday to Friday without bank holidays: what a booking's deadlines count."""
    return WorkingCalendar(holidays=frozenset(db.session.scalars(select(BankHoliday.day))))


def school_calendar(school: School | None = None) -> WorkingCalendar:
    """Working days in term: what a review's deadlines count."""
    return WorkingCalendar(holidays=working_calendar().holidays, terms=terms_of(school))
