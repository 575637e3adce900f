"""What must be true of the search in every copy of the database."""

from sqlalchemy import or_, select

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferSearch, OfferVersion
from inclusion_app.directory.queries.offers import hanging_on_versions
from inclusion_app.directory.search.content import content_of, stamp_of
from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows


def _without_row() -> list[str]:
    query = select(Offer.id).outerjoin(OfferSearch, OfferSearch.offer_id == Offer.id)
    wrong = or_(OfferSearch.version_id.is_(None), OfferSearch.version_id != Offer.published_version_id)
    query = query.where(Offer.published_version_id.is_not(None), wrong).order_by(Offer.id)
    return rows(query, "the index does not have the published text of offer {0}")


def _never_published() -> list[str]:
    query = select(OfferSearch.offer_id).join(Offer, Offer.id == OfferSearch.offer_id)
    query = query.where(Offer.published_version_id.is_(None)).order_by(OfferSearch.offer_id)
    return rows(query, "the index has offer {0}, which was never published")


def _content() -> list[str]:
    """What offers say, but for their provider's name, which is brought along by the hour."""
    query = (
        select(Offer, OfferVersion, Provider, OfferSearch)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .join(OfferSearch, OfferSearch.offer_id == Offer.id)
        .options(*hanging_on_versions())
        .order_by(Offer.id)
    )
    return [
        f"the index of offer {offer.id} is not what the offer says"
        for offer, version, provider, row in db.session.execute(query)
        if offer.stamp != stamp_of(offer.id, row.content) or not _same(row, offer, version, provider)
    ]


def _same(row: OfferSearch, offer: Offer, version: OfferVersion, provider: Provider) -> bool:
    kept = dict(row.content)
    fresh = content_of(version, slug=offer.slug, provider=str(kept.get("provider", provider.name)))
    return kept == fresh


CHECKS = (
    Check("directory: every published offer is in the index with its text", _without_row),
    Check("directory: nothing else is in the index", _never_published),
    Check("directory: the index is what the offers say", _content),
)
