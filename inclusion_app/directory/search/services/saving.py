"""People keep searches, and let them go."""

from datetime import datetime

from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.directory.models import SavedSearch
from inclusion_app.directory.search.wishes import Wishes
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken

LONGEST_NAME, LONGEST_QUERY, MOST_SAVED = 100, 1000, 30


def save_search(actor: Actor, wishes: Wishes, *, name: str, alerts: bool, now: datetime) -> SavedSearch:
    """Keep the search under that name; with ``alerts``, offers published from now on that fit are told of.

    Raises RuleBroken when it has no name, one that is used already, or asks for nothing.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("name", "Enter a name for this search")
    if len(name) > LONGEST_NAME:
        raise RuleBroken("name", f"The name must be {LONGEST_NAME} characters or fewer")
    if wishes.is_empty:
        raise RuleBroken(None, "This search asks for nothing. Search for something first, then save it")
    if len(wishes.query) > LONGEST_QUERY:
        raise RuleBroken(None, "This search has too many choices to be saved. Take some of them away")
    with transaction() as session:
        _check_others(actor, name)
        search = SavedSearch(
            person_id=actor.person_id, name=name, query=wishes.query, alerts=alerts, told_at=now, created_at=now
        )
        session.add(search)
        audit.record(actor, "save_search", search, detail={"alerts": alerts})
    return search


def set_alerts(actor: Actor, search_id: int, *, alerts: bool, now: datetime) -> None:
    """Begin or end telling of new offers; what was published meanwhile is not told. Raises LookupError."""
    with transaction():
        search = _own(actor, search_id)
        search.alerts, search.told_at = alerts, now
        audit.record(actor, "set_search_alerts", search, detail={"alerts": alerts})


def remove_search(actor: Actor, search_id: int) -> None:
    """Let it go. Raises LookupError."""
    with transaction() as session:
        search = _own(actor, search_id)
        audit.record(actor, "remove_search", search)
        session.delete(search)


def _own(actor: Actor, search_id: int) -> SavedSearch:
    query = select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.person_id == actor.person_id)
    search = db.session.scalars(query.with_for_update()).first()
    if search is None:
        raise LookupError(f"There is no search {search_id} of this person.")
    return search


def _check_others(actor: Actor, name: str) -> None:
    own = SavedSearch.person_id == actor.person_id
    names = db.session.scalars(select(func.lower(SavedSearch.name)).where(own)).all()
    if name.lower() in names:
        raise RuleBroken("name", "You have a search of this name already. Choose another name")
    if len(names) >= MOST_SAVED:
        raise RuleBroken(None, f"You have {MOST_SAVED} searches already. Remove one of them first")
