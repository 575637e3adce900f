"""On which days runs may lie."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import BankHoliday
from inclusion_app.schools.queries.calendar import terms_of
from inclusion_app.training.planning.rules.patterns import FreeDays


def free_days(*, skips: frozenset[str]) -> FreeDays:
    """The days to leave out: ``skips`` has ``holidays`` for bank holidays, ``outside-term`` for those."""
    holidays: Mapping[date, str] = {}
    if "holidays" in skips:
        holidays = {row.day: row.name for row in db.session.scalars(select(BankHoliday))}
    return FreeDays(holidays, terms_of() if "outside-term" in skips else None)
