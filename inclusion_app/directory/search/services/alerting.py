"""Whoever keeps a search is told of new offers that fit, as lines of the daily digest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from inclusion_app.directory.models import Offer, OfferVersion, SavedSearch
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.search.queries.finding import ids_that_fit
from inclusion_app.directory.search.wishes import wishes_of_query
from inclusion_app.directory.states import FROZEN
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import DigestNote, post_digest_notes

OVERLAP = timedelta(hours=2)
"""Looked at again each time: what was being published at that very moment is not missed, and nobody is told twice."""
MOST_OF_A_TIME = 5


def tell_of_new_offers(now: datetime) -> int:
    """For every search with alerts, the offers that were first published since, are listed today, and fit.

    Each offer is told of once for each search; of more than five at once, the number. Returns how many lines there
    are.
    """
    with transaction():
        query = select(SavedSearch).where(SavedSearch.alerts).order_by(SavedSearch.id).with_for_update()
        searches = db.session.scalars(query).all()
        if not searches:
            return 0
        since = min(search.told_at for search in searches) - OVERLAP
        new = _new_offers(since, now=now)
        notes = [note for search in searches for note in _notes(search, new, now=now)] if new else []
        post_digest_notes(notes)
        for search in searches:
            search.told_at = max(search.told_at, now)
    return len(notes)


def _new_offers(since: datetime, *, now: datetime) -> Sequence[tuple[int, str, str, datetime]]:
    """Offers listed today whose first text was published after that moment: id, address, title and that moment."""
    any_of = aliased(OfferVersion)
    published = any_of.offer_id == Offer.id, any_of.state.in_(FROZEN)
    first = select(func.min(any_of.decided_at)).where(*published).correlate(Offer).scalar_subquery()
    query = (
        select(Offer.id, Offer.slug, OfferVersion.title, first)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .where(is_listed(london(now).date()), first > since)
        .order_by(Offer.id)
    )
    found = db.session.execute(query)
    return [(offer_id, slug, title, at) for offer_id, slug, title, at in found if at is not None]


def _notes(search: SavedSearch, new: Sequence[tuple[int, str, str, datetime]], *, now: datetime) -> list[DigestNote]:
    wishes, since = wishes_of_query(search.query), search.told_at - OVERLAP
    candidates = [row for row in new if row[3] > max(since, search.created_at)]
    fitting = ids_that_fit(wishes, today=london(now).date()) if candidates else frozenset()
    fits = [row for row in candidates if row[0] in fitting]
    named, rest = fits[:MOST_OF_A_TIME], fits[MOST_OF_A_TIME:]
    notes = [
        _note(search, f"offer:{offer_id}", f"New in the directory for your search ‘{search.name}’: {title}.", slug)
        for offer_id, slug, title, _ in named
    ]
    if rest:
        text = f"{len(rest)} more offers are new for your search ‘{search.name}’."
        notes.append(_note(search, f"more:{rest[-1][0]}", text, "search/saved"))
    return notes


def _note(search: SavedSearch, key: str, text: str, path: str) -> DigestNote:
    return DigestNote(
        key=f"saved-search:{search.id}:{key}",
        person_id=search.person_id,
        school_id=None,
        text=text,
        link=f"/directory/{path}",
    )
