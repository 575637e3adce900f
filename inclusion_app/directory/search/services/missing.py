"""Searches that found nothing are counted: what was looked for, on which day, and never by whom."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from inclusion_app.access.actor import ANONYMOUS
from inclusion_app.directory.models import EmptySearch
from inclusion_app.directory.search.queries.finding import ids_that_fit
from inclusion_app.directory.search.wishes import Wishes
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.words import plain

MOST_OF_A_DAY = 500
"""So many different ones are kept of a day: anybody may send them."""
LONGEST_FACETS = 400


def count_empty_search(wishes: Wishes, *, today: date) -> bool:
    """Count the search once more, if it does find nothing; False where it is not counted.

    On the audit trail stands that there was one, neither what it was nor who it was.
    """
    words, facets = plain(wishes.words).strip()[:200], wishes.facets
    with transaction() as session:
        counts = bool(words) and len(facets) <= LONGEST_FACETS and not ids_that_fit(wishes, today=today)
        if not counts or _of(today) >= MOST_OF_A_DAY:
            return False
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        row = dialect.insert(EmptySearch).values(day=today, words=words, facets=facets, times=1)
        session.execute(
            row.on_conflict_do_update(index_elements=["words", "facets", "day"], set_={"times": EmptySearch.times + 1})
        )
        audit.record(ANONYMOUS, "count_empty_search", ("empty_search", today.isoformat()))
    return True


def _of(today: date) -> int:
    return db.session.scalar(select(func.count()).select_from(EmptySearch).where(EmptySearch.day == today)) or 0
