"""Loading terms and bank holidays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.schools.calendar_files import CalendarFiles
from inclusion_app.schools.models import BankHoliday, Term
from inclusion_app.vocabulary.loading import Loaded


def load_terms(actor: audit.Acting, files: CalendarFiles) -> list[Loaded]:
    """Bring the county's terms and the bank holidays to what the files say.

    What the files do not name stays: past years are kept, and so are schools' own terms. A second loading changes
    nothing. One audit row when something changed.
    """
    terms, holidays = Loaded("Terms"), Loaded("Bank holidays")
    with transaction() as session:
        _load_terms(session, files, terms)
        _load_holidays(session, files, holidays)
        if terms.did_something or holidays.did_something:
            detail = {"terms": terms.detail, "bank_holidays": holidays.detail}
            audit.record(actor, "load_terms", ("term", "all"), detail=detail)
    return [terms, holidays]


def _load_terms(session: Session, files: CalendarFiles, done: Loaded) -> None:
    here = {(t.school_year, t.number): t for t in session.scalars(select(Term).where(Term.school_id.is_(None)))}
    for said in files.terms:
        term, provisional = here.get((said.school_year, said.number)), said in files.provisional
        if term is None:
            session.add(
                Term(
                    school_year=said.school_year,
                    number=said.number,
                    starts=said.starts,
                    ends=said.ends,
                    provisional=provisional,
                )
            )
            done.new += 1
        elif (term.starts, term.ends, term.provisional) == (said.starts, said.ends, provisional):
            done.unchanged += 1
        else:
            term.starts, term.ends, term.provisional = said.starts, said.ends, provisional
            done.changed += 1


def _load_holidays(session: Session, files: CalendarFiles, done: Loaded) -> None:
    here = {holiday.day: holiday for holiday in session.scalars(select(BankHoliday))}
    for day, name in files.holidays.items():
        holiday = here.get(day)
        if holiday is None:
            session.add(BankHoliday(day=day, name=name))
            done.new += 1
        elif holiday.name == name:
            done.unchanged += 1
        else:
            holiday.name = name
            done.changed += 1
