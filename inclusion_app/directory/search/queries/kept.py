"""The index of today, kept in memory between requests, and never older than the database.

What can be found is asked of the database each time: how many offers are listed today, and the sum of their stamps.
While that is as it was, nothing of what is kept can have changed. When it is not, only what has another stamp is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from sqlalchemy import func, select

from inclusion_app.directory.models import Offer, OfferSearch
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.search.queries.terms import Vocabulary, search_vocabulary
from inclusion_app.directory.search.rules.documents import Document
from inclusion_app.directory.search.rules.index import Index
from inclusion_app.directory.search.rules.lexicon import Lexicon
from inclusion_app.directory.search.rules.said import Numbering
from inclusion_app.directory.search.rules.suggestions import Suggestable
from inclusion_app.directory.search.synonyms import synonyms
from inclusion_app.foundation.database import db

Key = tuple[int, int]
"""How many offers, and what their stamps add up to."""
MOST_KEPT = 2
MOST_NAMED = 500
"""Of more offers than that, all are read: to name them would be no quicker."""


@dataclass(eq=False)
class Kept:
    """An index, and what it was made of."""

    key: Key
    vocabulary: Vocabulary
    index: Index

    @cached_property
    def suggestable(self) -> Suggestable:
        """What can be suggested while words are typed."""
        return Suggestable(self.index)


_kept: list[Kept] = []
_documents: dict[int, tuple[int, Document]] = {}
"""Every offer of the last index with its stamp, by its id: most texts are the same when the index is made anew."""
_numbering = Numbering()
_making = Lock()
"""One thread of a process makes an index; the others wait for it instead of making it as well."""


def index_of(today: date) -> Index:
    """The index of the offers that are listed today: three statements, and two more after something has changed."""
    return kept_of(today).index


def kept_of(today: date) -> Kept:
    """The index of today with all that is kept beside it."""
    vocabulary = search_vocabulary(today)
    found = select(func.count(Offer.stamp), func.sum(Offer.stamp)).where(is_listed(today))
    number, total = db.session.execute(found).one()
    key = (number, int(total or 0))  # PostgreSQL adds up as a decimal number
    found_one = _same(key, vocabulary)
    if found_one is None:
        with _making:
            found_one = _same(key, vocabulary) or _make(today, vocabulary)
    return found_one


def _same(key: Key, vocabulary: Vocabulary) -> Kept | None:
    return next((one for one in tuple(_kept) if one.key == key and one.vocabulary is vocabulary), None)


def _make(today: date, vocabulary: Vocabulary) -> Kept:
    """Keep an index under what it was really made of, even where somebody has published since the sum was asked for."""
    listed = db.session.execute(select(Offer.id, Offer.stamp).where(is_listed(today)))
    stamps = {offer_id: stamp for offer_id, stamp in listed if stamp is not None}
    there = _read(today, stamps)
    key = (len(there), sum(stamp for stamp, _ in there.values()))
    index = Index((document for _, document in there.values()), Lexicon(vocabulary.terms, synonyms()), _numbering)
    made = Kept(key, vocabulary, index)
    _kept[:] = [*_kept[1 - MOST_KEPT :], made]
    _documents.clear()
    _documents.update(there)
    return made


def _read(today: date, stamps: Mapping[int, int]) -> dict[int, tuple[int, Document]]:
    """The offers with those stamps, as far as they are still listed: from memory, and the others from the database."""
    known = {id_: _documents[id_] for id_, stamp in stamps.items() if id_ in _documents and _documents[id_][0] == stamp}
    missing = stamps.keys() - known.keys()
    if not missing:
        return known
    query = select(Offer.id, Offer.stamp, OfferSearch.content).join(OfferSearch, OfferSearch.offer_id == Offer.id)
    query = query.where(is_listed(today), Offer.stamp.is_not(None))
    if len(missing) <= MOST_NAMED:
        query = query.where(Offer.id.in_(missing))
    for offer_id, stamp, content in db.session.execute(query):
        known[offer_id] = stamp or 0, Document.of_content(offer_id, content, _numbering)
    return known
