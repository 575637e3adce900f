"""Which offers, places and providers are open data today; everything begins with the scope of the public directory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferVersion, OfferVersionConcept, OfferVersionPlace
from inclusion_app.directory.open_data.asked import Asked
from inclusion_app.directory.open_data.ids import derived, taxonomy_id
from inclusion_app.directory.open_data.taxonomies import TAXONOMIES, Vocabulary, vocabulary
from inclusion_app.directory.queries.offers import hanging_on_versions
from inclusion_app.directory.queries.visibility import listed_offers
from inclusion_app.directory.search.queries.finding import ids_that_fit
from inclusion_app.directory.search.wishes import Wishes
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School

Pair = tuple[Offer, OfferVersion]
Offers = Select[Offer, OfferVersion]
COLUMNS = {"offer-kind": OfferVersion.kind, "offer-cost": OfferVersion.cost_kind}


@dataclass(frozen=True)
class Placed:
    """An offer at a place."""

    offer_id: int
    public_id: str
    name: str
    address: str
    town: str
    postcode: str
    easting: int | None
    northing: int | None

    @property
    def location_id(self) -> str:
        """The same for every offer at that place."""
        return derived("location", self.name, self.address, self.town, self.postcode)

    @property
    def id(self) -> str:
        """Of this offer at this place."""
        return derived("service-at-location", self.public_id, self.location_id)


def offers_asked_for(asked: Asked, *, today: date) -> tuple[int, list[Pair]]:
    """How many there are, and those of the page; a page beyond the last is empty."""
    query = _narrowed(listed_offers(today), asked, today=today)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    skipped = (asked.page - 1) * asked.per_page
    found = whole(query.order_by(Offer.id).limit(asked.per_page).offset(skipped)) if skipped < total else []
    return total, found


def offer_by_public_id(key: str, *, today: date) -> Pair | None:
    """The offer, when it is in the public directory."""
    return next(iter(whole(listed_offers(today).where(Offer.public_id == key))), None)


def all_offers(today: date) -> list[Pair]:
    """Everything in the public directory, in the order of its titles."""
    return whole(listed_offers(today).order_by(OfferVersion.title, Offer.id))


def newest_offers(today: date, *, most: int, provider: str = "", need: str = "") -> list[Pair]:
    """Those last published or changed, the newest first; of one provider or for one need, by their codes."""
    query = listed_offers(today).order_by(OfferVersion.decided_at.desc(), Offer.id.desc()).limit(most)
    if provider:
        query = query.where(Offer.provider_id.in_(select(Provider.id).where(Provider.code == provider)))
    if need:
        query = query.where(_tagged("need", {need}))
    return whole(query)


def addresses_of_offers(today: date) -> list[tuple[str, date | None]]:
    """Slug and the day of the last check of everything in the public directory."""
    query = listed_offers(today).with_only_columns(Offer.slug, Offer.checked_on).order_by(Offer.id)
    return [(slug, checked_on) for slug, checked_on in db.session.execute(query)]


def placed(asked: Asked, *, today: date) -> list[Placed]:
    """Every offer at every place of it, each once; those with no position are left out when a distance is asked for."""
    place = OfferVersionPlace
    query = (
        _narrowed(listed_offers(today), asked, today=today)
        .join(place, place.version_id == OfferVersion.id)
        .with_only_columns(
            Offer.id, Offer.public_id, place.name, place.address, place.town, place.postcode,
            place.easting, place.northing,
        )
        .order_by(Offer.id, place.position)
    )  # fmt: skip
    found = {one.id: one for one in (Placed(*tuple(row)) for row in db.session.execute(query))}
    return list(found.values()) if not asked.postcode else _near(found.values(), asked)


def offers_by_ids(ids: Collection[int], *, today: date) -> dict[int, Pair]:
    """Those of the public directory, whole."""
    return {pair[0].id: pair for pair in whole(listed_offers(today).where(Offer.id.in_(ids)))}


def providers_listed(today: date) -> Sequence[Provider]:
    """Those with an offer in the public directory."""
    theirs = listed_offers(today).with_only_columns(Offer.provider_id)
    return db.session.scalars(select(Provider).where(Provider.id.in_(theirs)).order_by(Provider.id)).all()


def whole(query: Offers) -> list[Pair]:
    """The rows with everything that hangs on them."""
    rows = db.session.execute(query.options(joinedload(Offer.provider), *hanging_on_versions()))
    return [(offer, version) for offer, version in rows]


def _narrowed(query: Offers, asked: Asked, *, today: date) -> Offers:
    if asked.timed:
        query = query.where(Offer.id.is_(None))  # offers have no hours of the week
    if asked.words:
        query = query.where(Offer.id.in_(ids_that_fit(Wishes(words=asked.words), today=today)))
    if asked.minimum_age is not None:
        query = query.where(OfferVersion.minimum_age >= asked.minimum_age)
    if asked.maximum_age is not None:
        query = query.where(OfferVersion.maximum_age <= asked.maximum_age)
    return _of_taxonomies(query, asked)


def _of_taxonomies(query: Offers, asked: Asked) -> Offers:
    if asked.term_id:
        known: Vocabulary = vocabulary()
        scheme, code = known.by_id.get(asked.term_id, ("", ""))
        query = query.where(_tagged(scheme, {code}))
    if asked.taxonomy_id:
        wanted = next((scheme for scheme in TAXONOMIES if taxonomy_id(scheme) == asked.taxonomy_id), "")
        query = query.where(COLUMNS[wanted] != "" if wanted in COLUMNS else _tagged(wanted, ()))
    return query


def _tagged(scheme: str, codes: Collection[str]) -> ColumnElement[bool]:
    """Versions with one of those terms; with any of the scheme where no codes are given."""
    if scheme in COLUMNS:
        return COLUMNS[scheme].in_(codes)
    tag = OfferVersionConcept
    found = exists().where(tag.version_id == OfferVersion.id, tag.scheme == scheme)
    return found.where(tag.code.in_(codes)) if codes else found


def _near(found: Collection[Placed], asked: Asked) -> list[Placed]:
    centre = _position(asked.postcode)
    if centre is None:
        return []
    east, north = centre
    return [
        one
        for one in found
        if one.easting is not None
        and one.northing is not None
        and (one.easting - east) ** 2 + (one.northing - north) ** 2 <= asked.metres**2
    ]


def _position(postcode: str) -> tuple[float, float] | None:
    """Where the postcode is: in the middle of the schools that have it, or those of its sector, or its district."""
    outward = postcode.split(" ", maxsplit=1)[0]
    for beginning in (postcode, postcode[:-2], f"{outward} "):
        middle = select(func.avg(School.easting), func.avg(School.northing)).where(
            School.postcode.startswith(beginning, autoescape=True), School.easting.is_not(None)
        )
        east, north = db.session.execute(middle).one()
        if east is not None:
            return float(east), float(north)
    return None


def places_of(offer: Offer, version: OfferVersion) -> list[Placed]:
    """The places of one offer, which has everything loaded that hangs on it."""
    return [
        Placed(
            offer.id, offer.public_id, place.name, place.address, place.town, place.postcode,
            place.easting, place.northing,
        )
        for place in version.places
    ]  # fmt: skip
