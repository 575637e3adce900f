"""The public directory: what answers the wishes, with counts for every further choice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only, selectinload

from inclusion_app.directory.models import Offer, OfferVersion, OfferVersionConcept
from inclusion_app.directory.offers.queries.shown import ShownOffer
from inclusion_app.directory.queries.visibility import is_listed, listed_offers
from inclusion_app.directory.rules.shelf_life import shelf_of
from inclusion_app.directory.search.queries.kept import Kept, index_of, kept_of
from inclusion_app.directory.search.queries.near import Near, district_centres, near
from inclusion_app.directory.search.rules.distances import metres_between, miles
from inclusion_app.directory.search.rules.documents import FACETS
from inclusion_app.directory.search.rules.facets import LEGENDS, Facet, labels_of, narrowed
from inclusion_app.directory.search.rules.index import Index
from inclusion_app.directory.search.rules.map import Picture, Placed, picture
from inclusion_app.directory.search.rules.ranking import Ranked, Reading, ranked
from inclusion_app.directory.search.rules.sets import Places, flags, in_order
from inclusion_app.directory.search.wishes import Sort, Wishes
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import Shelf
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page

PER_PAGE = 20
ON_A_CARD = (
    OfferVersion.title,
    OfferVersion.summary,
    OfferVersion.kind,
    OfferVersion.cost_kind,
    OfferVersion.waiting,
    OfferVersion.county_wide,
)
"""What a list shows of a version: descriptions may be long, and stay where they are."""


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
    kept, here = kept_of(today), near(wishes.near, school_ids=school_ids)
    index = kept.index
    answer = ranked(index, wishes.words)
    left = narrowed(index, answer.mask, chosen=wishes.chosen)
    order = _ordered(index, answer, left.mask, wishes=wishes, here=here, today=today)
    last = max(1, -(-len(order) // PER_PAGE))
    number = min(max(1, page), last)
    first = (number - 1) * PER_PAGE
    hits = _hits(kept, order[first : first + PER_PAGE].tolist(), first=first, here=here, today=today)
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
    return frozenset(index.documents[place].offer_id for place in flags(mask, len(index.documents)).nonzero()[0])


def _sort(wishes: Wishes, here: Near) -> Sort:
    """Without a school, nothing is nearest."""
    if wishes.order == Sort.NEAREST and here.position is None:
        return Sort.BEST if wishes.words else Sort.TITLE
    return wishes.order


def _ordered(index: Index, answer: Ranked, mask: int, *, wishes: Wishes, here: Near, today: date) -> Places:
    sort = _sort(wishes, here)
    best = index.by_title if answer.order is None else answer.order
    if sort == Sort.CHECKED:
        return in_order(mask, _newest_check_first(index, today))
    if sort == Sort.NEAREST and here.position is not None:
        found = in_order(mask, best)
        return found[index.metres_from(here.position)[found].argsort(kind="stable")]
    return in_order(mask, best if sort == Sort.BEST else index.by_title)


def _newest_check_first(index: Index, today: date) -> Places:
    ids = db.session.scalars(select(Offer.id).where(is_listed(today)).order_by(Offer.checked_on.desc(), Offer.id))
    return index.places_of(ids.all())


def _hits(kept: Kept, found: Sequence[int], *, first: int, here: Near, today: date) -> list[Hit]:
    documents = [kept.index.documents[place] for place in found]
    shown = _shown(kept, [document.offer_id for document in documents], today=today)
    hits = []
    for number, document in enumerate(documents, start=first + 1):
        metres = metres_between(here.position, document.positions) if here.position else None
        if document.offer_id in shown:
            hits.append(Hit(number, shown[document.offer_id], "" if metres is None else miles(metres)))
    return hits


def _shown(kept: Kept, ids: Sequence[int], *, today: date) -> dict[int, ShownOffer]:
    """The offers as their cards show them: of what they are tagged with, the levels alone."""
    if not ids:
        return {}
    levels = OfferVersion.concepts.and_(OfferVersionConcept.scheme == FACETS["level"])
    query = (
        listed_offers(today)
        .where(Offer.id.in_(ids))
        .options(joinedload(Offer.provider), load_only(*ON_A_CARD, raiseload=True))
        .options(selectinload(levels), selectinload(OfferVersion.districts))
    )
    life, names = shelf_life(), kept.vocabulary.labels
    return {
        offer.id: ShownOffer(
            offer, version, names, shelf_of(offer.next_check_on, today, life) if offer.next_check_on else Shelf.FRESH
        )
        for offer, version in db.session.execute(query)
    }


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
