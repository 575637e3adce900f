"""Searches that people keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.directory.models import SavedSearch
from inclusion_app.directory.search.queries.terms import terms_of
from inclusion_app.directory.search.rules.documents import Term
from inclusion_app.directory.search.wishes import Wishes, wishes_of_query
from inclusion_app.foundation.database import db


@dataclass(frozen=True)
class Kept:
    """A search that somebody keeps, with what it asks for."""

    search: SavedSearch
    wishes: Wishes


def saved_searches(person_id: int) -> Sequence[Kept]:
    """The person's own, by name."""
    query = select(SavedSearch).where(SavedSearch.person_id == person_id).order_by(SavedSearch.name, SavedSearch.id)
    return [Kept(search, wishes_of_query(search.query)) for search in db.session.scalars(query)]


def saved_search(search_id: int) -> SavedSearch | None:
    """One of them."""
    return db.session.get(SavedSearch, search_id)


def said_of(wishes: Wishes, *, today: date) -> list[str]:
    """What the wishes ask for, in words."""
    return _said(wishes, terms_of(today))


def chips_of(own: Sequence[Kept], *, today: date) -> Mapping[int, list[str]]:
    """What each of them asks for, in words, by the id of the search."""
    terms = terms_of(today) if own else ()
    return {kept.search.id: _said(kept.wishes, terms) for kept in own}


def _said(wishes: Wishes, terms: Sequence[Term]) -> list[str]:
    words = [f"‘{wishes.words}’"] if wishes.words else []
    return words + [term.label for term in terms if term.code in wishes.chosen.get(term.facet, ())]
