"""The index of today, kept in memory between requests, and never older than the database.

What can be found is asked of the database each time: how many offers are listed today, and the sum of their stamps.
While that is as it was, nothing of what is kept can have changed.
"""

from datetime import date

from sqlalchemy import func, select

from inclusion_app.directory.models import Offer, OfferSearch
from inclusion_app.directory.queries.terms import districts
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.search.rules.documents import FACETS, Document, Term
from inclusion_app.directory.search.rules.index import Index
from inclusion_app.directory.search.rules.lexicon import Lexicon
from inclusion_app.directory.search.synonyms import synonyms
from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.queries import all_concepts

Key = tuple[int, int, tuple[Term, ...]]
MOST_KEPT = 2
_FACET_OF = {scheme: facet for facet, scheme in FACETS.items()}
_kept: dict[Key, Index] = {}


def index_of(today: date) -> Index:
    """The index of the offers that are listed today: three statements, and one more after something has changed."""
    terms = terms_of(today)
    found = select(func.count(), func.coalesce(func.sum(OfferSearch.stamp), 0)).join(
        Offer, Offer.id == OfferSearch.offer_id
    )
    number, total = db.session.execute(found.where(is_listed(today))).one()
    key = (int(number), int(total), terms)
    index = _kept.get(key)
    if index is None:
        index = _made(today, terms)
        for old in list(_kept)[: 1 - MOST_KEPT]:
            _kept.pop(old, None)
        _kept[key] = index
    return index


def terms_of(today: date) -> tuple[Term, ...]:
    """The terms that offers are tagged with, and the districts, in the order in which they are shown."""
    concepts = [concept for concept in all_concepts() if concept.scheme in _FACET_OF and not concept.retired]
    code_of = {concept.id: concept.code for concept in concepts}
    tags = (
        Term(
            _FACET_OF[concept.scheme],
            concept.code,
            concept.label,
            tuple(concept.aliases),
            code_of.get(concept.broader_id or 0, ""),
        )
        for concept in concepts
    )
    return (*tags, *(Term("district", code, name) for code, name in districts(today).items()))


def _made(today: date, terms: tuple[Term, ...]) -> Index:
    query = select(OfferSearch.offer_id, OfferSearch.content).join(Offer, Offer.id == OfferSearch.offer_id)
    rows = db.session.execute(query.where(is_listed(today)))
    return Index((Document.of_content(offer_id, content) for offer_id, content in rows), Lexicon(terms, synonyms()))
