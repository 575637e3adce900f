"""The public directory: what answers the wishes, with counts for every further choice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.queries.shown import ShownOffer
from inclusion_app.directory.queries.terms import SCHEMES
from inclusion_app.directory.queries.visibility import is_listed, listed_offers
from inclusion_app.directory.rules.shelf_life import shelf_of
from inclusion_app.directory.search.queries.kept import index_of
from inclusion_app.directory.search.queries.near import Near, district_centres, near
from inclusion_app.directory.search.rules.distances import metres_between, miles, nearest_first
from inclusion_app.directory.search.rules.facets import LEGENDS, Facet, labels_of, narrowed
from inclusion_app.directory.search.rules.index import Index, places_in
from inclusion_app.directory.search.rules.map import Picture, Placed, picture
from inclusion_app.directory.search.rules.ranking import Ranked, Reading, ranked
from inclusion_app.directory.search.wishes import Sort, Wishes
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import Shelf
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page
from inclusion_app.vocabulary.queries import all_concepts

PER_PAGE = 20


@dataclass(frozen=True)
class Hit:
    """An offer in the list: its number there, and how far it is in words."""

    number: int
    shown: ShownOffer
    distance: str


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the list, and the address of the same list without it."""

    legend: str
    label: str
    href: str


@dataclass(frozen=True)
class Found:
    """What the directory answers."""

    page: Page[Hit]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    reading: Reading
    near: Near
    picture: Picture | None
    sort: Sort


def find_offers(wishes: Wishes, *, page: int, school_ids: Collection[int], today: date) -> Found:
    """One page of the offers that answer the wishes; the number of statements does not grow with them.

    ``school_ids`` are the schools of whoever asks: distances are from the first, where no other one is named.
    """
    index, here = index_of(today), near(wishes.near, school_ids=school_ids)
    answer = ranked(index, wishes.words)
    left = narrowed(index, answer.mask, chosen=wishes.chosen)
    order = _ordered(index, answer, left.mask, wishes=wishes, here=here, today=today)
    last = max(1, -(-len(order) // PER_PAGE))
    number = min(max(1, page), last)
    first = (number - 1) * PER_PAGE
    places = order[first : first + PER_PAGE]
    hits = _hits(index, places, first=first, here=here, today=today)
    return Found(
        page=Page(items=hits, number=number, per_page=PER_PAGE, total=len(order)),
        facets=left.facets,
        chips=tuple(_chips(index, wishes)),
        reading=answer.reading,
        near=here,
        picture=_picture(index, hits, here),
        sort=_sort(wishes, here),
    )


def ids_that_fit(wishes: Wishes, *, today: date) -> frozenset[int]:
    """The ids of all offers that answer the wishes today."""
    index = index_of(today)
    mask = narrowed(index, ranked(index, wishes.words).mask, chosen=wishes.chosen).mask
    return frozenset(index.documents[place].offer_id for place in places_in(mask, range(len(index.documents))))


def _sort(wishes: Wishes, here: Near) -> Sort:
    """Without a school, nothing is nearest."""
    if wishes.order == Sort.NEAREST and here.position is None:
        return Sort.BEST if wishes.words else Sort.TITLE
    return wishes.order


def _ordered(index: Index, answer: Ranked, mask: int, *, wishes: Wishes, here: Near, today: date) -> list[int]:
    sort = _sort(wishes, here)
    best = index.by_title if answer.order is None else answer.order
    if sort == Sort.CHECKED:
        newest = db.session.scalars(
            select(Offer.id).where(is_listed(today)).order_by(Offer.checked_on.desc(), Offer.id)
        )
        return places_in(mask, [index.place_of[offer_id] for offer_id in newest if offer_id in index.place_of])
    if sort == Sort.NEAREST and here.position is not None:
        return nearest_first(index.documents, places_in(mask, best), here=here.position)
    return places_in(mask, best if sort == Sort.BEST else index.by_title)


def _hits(index: Index, places: Sequence[int], *, first: int, here: Near, today: date) -> list[Hit]:
    shown = _shown(index, [index.documents[place].offer_id for place in places], today=today)
    hits = []
    for number, place in enumerate(places, start=first + 1):
        document = index.documents[place]
        metres = metres_between(here.position, document.positions) if here.position else None
        if document.offer_id in shown:
            hits.append(Hit(number, shown[document.offer_id], "" if metres is None else miles(metres)))
    return hits


def _shown(index: Index, ids: Sequence[int], *, today: date) -> dict[int, ShownOffer]:
    if not ids:
        return {}
    query = (
        listed_offers(today)
        .where(Offer.id.in_(ids))
        .options(joinedload(Offer.provider))
        .options(selectinload(OfferVersion.concepts), selectinload(OfferVersion.districts))
    )
    life, names = shelf_life(), _labels(index)
    return {
        offer.id: ShownOffer(
            offer, version, names, shelf_of(offer.next_check_on, today, life) if offer.next_check_on else Shelf.FRESH
        )
        for offer, version in db.session.execute(query)
    }


def _labels(index: Index) -> Mapping[str, Mapping[str, str]]:
    """What codes are called, by the field of an offer: retired terms too."""
    names: dict[str, Mapping[str, str]] = {
        name: {concept.code: concept.label for concept in all_concepts() if concept.scheme == scheme}
        for name, scheme in SCHEMES.items()
    }
    return names | {"districts": {term.code: term.label for term in index.lexicon.terms if term.facet == "district"}}


def _chips(index: Index, wishes: Wishes) -> list[Chip]:
    words = Wishes(chosen=wishes.chosen, near=wishes.near, sort=wishes.sort)
    said = [Chip("Words", wishes.words, words.address())] if wishes.words else []
    chosen = labels_of(index, wishes.chosen)
    return said + [Chip(LEGENDS[facet], label, wishes.without(facet, code).address()) for facet, code, label in chosen]


def _picture(index: Index, hits: Sequence[Hit], here: Near) -> Picture | None:
    placed = []
    for hit in hits:
        document = index.documents[index.place_of[hit.shown.offer.id]]
        if document.positions:
            placed.append(Placed(hit.number, document.title, document.slug, document.positions))
    ground = district_centres() if placed else {}
    return picture(placed, ground=ground, here=here.position, school=here.name)
