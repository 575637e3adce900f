"""Offers, one at a time."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from inclusion_app.directory.choices import TAGS, LinkChoices, OfferChoices, PlaceChoices
from inclusion_app.directory.models import Offer, OfferSlug, OfferVersion
from inclusion_app.directory.states import OPEN
from inclusion_app.foundation.database import db

SAME = (
    "title",
    "summary",
    "description",
    "kind",
    "minimum_age",
    "maximum_age",
    "county_wide",
    "how_to_get",
    "cost_kind",
    "cost",
    "waiting",
    "evidence",
    "contact_name",
    "contact_email",
    "contact_phone",
    "website",
)
"""What a version keeps as it was chosen."""


def offer_by_slug(slug: str) -> Offer | None:
    """The offer that has this address, or once had it, with its provider and who checked it."""
    earlier = select(OfferSlug.offer_id).where(OfferSlug.slug == slug)
    query = _offers().where((Offer.slug == slug) | Offer.id.in_(earlier))
    return db.session.scalars(query.order_by(Offer.slug != slug).limit(1)).first()


def offer_by_id(offer_id: int) -> Offer | None:
    """The offer with its provider and who checked it."""
    return db.session.scalars(_offers().where(Offer.id == offer_id)).first()


def whole_versions() -> Select[OfferVersion]:
    """Versions with everything that hangs on them."""
    return select(OfferVersion).options(*hanging_on_versions())


def hanging_on_versions() -> tuple[LoaderOption, ...]:
    """How to load everything that hangs on a version."""
    return (
        selectinload(OfferVersion.concepts),
        selectinload(OfferVersion.districts),
        selectinload(OfferVersion.links),
        selectinload(OfferVersion.places),
    )


def published_version(offer: Offer) -> OfferVersion | None:
    """What everybody sees of it, with all that hangs on it."""
    return db.session.scalars(whole_versions().where(OfferVersion.id == offer.published_version_id)).first()


def open_version(offer_id: int) -> OfferVersion | None:
    """The change that is being written, waits or was returned, with all that hangs on it."""
    query = whole_versions().where(OfferVersion.offer_id == offer_id, OfferVersion.state.in_(OPEN))
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def versions_in_use(offer: Offer) -> tuple[OfferVersion | None, OfferVersion | None]:
    """What everybody sees of the offer and the change under way, both at once: as many statements as for one."""
    shown = OfferVersion.id == offer.published_version_id
    query = whole_versions().where(OfferVersion.offer_id == offer.id, shown | OfferVersion.state.in_(OPEN))
    found = db.session.scalars(query).all()
    published = next((version for version in found if version.id == offer.published_version_id), None)
    return published, next((version for version in found if version is not published), None)


def choices_of_version(version: OfferVersion) -> OfferChoices:
    """What is said in a version, in the form in which it was chosen."""
    tags: dict[str, Any] = {name: tuple(sorted(version.codes(scheme))) for name, scheme in TAGS.items()}
    return OfferChoices(
        **{name: getattr(version, name) for name in SAME},
        **tags,
        districts=tuple(placed.district for placed in version.districts),
        links=tuple(LinkChoices(label=link.label, url=link.url) for link in version.links),
        places=tuple(
            PlaceChoices(
                name=place.name,
                address=place.address,
                town=place.town,
                postcode=place.postcode,
                easting=place.easting,
                northing=place.northing,
            )
            for place in version.places
        ),
    )


def _offers() -> Select[Offer]:
    return select(Offer).options(joinedload(Offer.provider), joinedload(Offer.checked_by))
