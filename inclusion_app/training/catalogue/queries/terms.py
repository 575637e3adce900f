"""The terms a search can be narrowed to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.formats import short_day
from inclusion_app.schools.models import Term

THIS, NEXT = "this-term", "next-term"


@dataclass(frozen=True)
class TermChoice:
    """A term by its name, with its first and last day."""

    label: str
    span: tuple[date, date]


def terms_to_choose(today: date) -> dict[str, TermChoice]:
    """The county's term that is on, unless it is holidays, and the next one."""
    terms = db.session.scalars(
        select(Term).where(Term.ends >= today, Term.school_id.is_(None)).order_by(Term.starts).limit(2)
    ).all()
    choices: dict[str, TermChoice] = {}
    for term in terms:
        name = THIS if term.starts <= today else NEXT
        words = "This term, to" if name == THIS else f"Next term, from {short_day(term.starts)} to"
        choices.setdefault(name, TermChoice(f"{words} {short_day(term.ends)}", (term.starts, term.ends)))
    return choices
