"""Shortlists: whose a person keeps, what is on one, and offers side by side."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking.models import ShortlistEntry
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.queries.shown import ShownOffer
from inclusion_app.directory.queries.terms import labels
from inclusion_app.directory.rules.shelf_life import ShelfLife, shelf_of
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import OfferState, Shelf
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import schools_by_ids


@dataclass(frozen=True)
class Shortlisted:
    """One offer of a shortlist as the page shows it."""

    entry: ShortlistEntry
    shown: ShownOffer

    @property
    def is_given(self) -> bool:
        """It can still be asked for: it has not been archived since."""
        return self.shown.offer.state == OfferState.PUBLISHED


@dataclass(frozen=True)
class Marks:
    """The schools a person keeps shortlists for, and which of them have which of these offers on it."""

    schools: Sequence[School]
    on: Mapping[int, frozenset[int]]
    """Ids of schools, by id of the offer."""

    def has(self, offer_id: int, school_id: int) -> bool:
        """That school has that offer on its shortlist."""
        return school_id in self.on.get(offer_id, ())


def schools_asking(actor: Actor) -> list[School]:
    """The schools for which the person asks for support, by name."""
    ids = actor.schools_with(Action.ASK_FOR_SUPPORT)
    return sorted(schools_by_ids(ids), key=lambda school: school.name) if ids else []


def marks_of(actor: Actor, offer_ids: Collection[int]) -> Marks:
    """Which of these offers are on the person's shortlists. Two statements; none for those who keep no shortlist."""
    schools = schools_asking(actor)
    if not schools:
        return Marks((), {})
    query = select(ShortlistEntry.offer_id, ShortlistEntry.school_id).where(
        ShortlistEntry.offer_id.in_(offer_ids), ShortlistEntry.school_id.in_([school.id for school in schools])
    )
    on: dict[int, set[int]] = {}
    for offer_id, school_id in db.session.execute(query):
        on.setdefault(offer_id, set()).add(school_id)
    return Marks(schools, {offer_id: frozenset(found) for offer_id, found in on.items()})


def entry_of(school_id: int, offer_id: int) -> ShortlistEntry | None:
    """The offer's line on the school's shortlist."""
    query = select(ShortlistEntry).where(ShortlistEntry.school_id == school_id, ShortlistEntry.offer_id == offer_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def shortlist_of(school_id: int, *, today: date) -> list[Shortlisted]:
    """Everything on the school's shortlist, what was added last first. Offers archived since are on it too."""
    query = (
        select(ShortlistEntry, Offer, OfferVersion)
        .join(Offer, Offer.id == ShortlistEntry.offer_id)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .where(ShortlistEntry.school_id == school_id)
        .options(joinedload(ShortlistEntry.added_by), joinedload(Offer.provider), *_tags())
        .order_by(ShortlistEntry.added_at.desc(), ShortlistEntry.id.desc())
    )
    names, life = labels(today), shelf_life()
    return [
        Shortlisted(entry, ShownOffer(offer, version, names, _shelf(offer, today, life)))
        for entry, offer, version in db.session.execute(query).unique()
    ]


def shown_offers(query: Select[Offer, OfferVersion], *, today: date) -> list[ShownOffer]:
    """The offers of a query that gives each with a version, as cards and tables show them."""
    names, life = labels(today), shelf_life()
    whole = query.options(joinedload(Offer.provider), *_tags())
    return [
        ShownOffer(offer, version, names, _shelf(offer, today, life)) for offer, version in db.session.execute(whole)
    ]


def offers_side_by_side(offer_ids: Sequence[int], *, today: date) -> list[ShownOffer]:
    """These offers as far as they are published, in the order asked for."""
    query = select(Offer, OfferVersion).join(OfferVersion, OfferVersion.id == Offer.published_version_id)
    found = shown_offers(query.where(Offer.id.in_(offer_ids), Offer.state == OfferState.PUBLISHED), today=today)
    return sorted(found, key=lambda shown: offer_ids.index(shown.offer.id))


def _tags() -> tuple[LoaderOption, ...]:
    return (
        selectinload(OfferVersion.concepts),
        selectinload(OfferVersion.districts),
        selectinload(OfferVersion.places),
    )


def _shelf(offer: Offer, today: date, life: ShelfLife) -> Shelf:
    return shelf_of(offer.next_check_on, today, life) if offer.next_check_on else Shelf.FRESH
