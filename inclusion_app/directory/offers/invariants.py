"""What must be true of offers in every copy of the database. Checks only read."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from inclusion_app.directory.models import Offer, OfferSlug, OfferVersion
from inclusion_app.directory.rules.states import state_of_offer
from inclusion_app.directory.states import FROZEN, OPEN, OfferState, VersionState
from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.foundation.rich_text import clean


def _published() -> list[str]:
    """An offer points at the one version of its own that is published."""
    version = aliased(OfferVersion)
    query = select(Offer.id, Offer.published_version_id).outerjoin(version, version.id == Offer.published_version_id)
    foreign = or_(version.offer_id != Offer.id, version.state != VersionState.PUBLISHED)
    lost = rows(
        query.where(Offer.published_version_id.is_not(None), foreign).order_by(Offer.id),
        "offer {0} shows version row {1}, which is not its published one",
    )
    unseen = select(OfferVersion.offer_id, OfferVersion.number).join(Offer, Offer.id == OfferVersion.offer_id)
    unseen = unseen.where(
        OfferVersion.state == VersionState.PUBLISHED,
        func.coalesce(Offer.published_version_id, 0) != OfferVersion.id,
    ).order_by(OfferVersion.offer_id, OfferVersion.number)
    return lost + rows(unseen, "offer {0} has version {1} marked as published and does not show it")


def _states() -> list[str]:
    """An offer is what its versions make it, unless it is archived."""
    opened = aliased(OfferVersion)
    query = select(Offer.id, Offer.state, Offer.published_version_id, opened.state).outerjoin(
        opened, and_(opened.offer_id == Offer.id, opened.state.in_(OPEN))
    )
    return [
        f"offer {offer_id} is {state} with {open_state or 'no'} change and published version {published}"
        for offer_id, state, published, open_state in db.session.execute(query.order_by(Offer.id))
        if state != OfferState.ARCHIVED and state != state_of_offer(published, open_state=open_state)
    ]


def _archived() -> list[str]:
    waits = OfferVersion.state == VersionState.SUBMITTED
    query = select(Offer.id).join(OfferVersion, OfferVersion.offer_id == Offer.id)
    return rows(query.where(Offer.state == OfferState.ARCHIVED, waits), "offer {0} is archived and waits for approval")


def _numbers() -> list[str]:
    query = select(OfferVersion.offer_id, func.count(), func.max(OfferVersion.number)).group_by(OfferVersion.offer_id)
    wrong = query.having(func.count() != func.max(OfferVersion.number)).order_by(OfferVersion.offer_id)
    return rows(wrong, "offer {0} has {1} versions, the last of which is number {2}")


def _without_text() -> list[str]:
    query = select(Offer.id).outerjoin(OfferVersion, OfferVersion.offer_id == Offer.id)
    return rows(query.where(OfferVersion.id.is_(None)).order_by(Offer.id), "offer {0} has no version")


def _addresses() -> list[str]:
    query = select(OfferSlug.slug, OfferSlug.offer_id, Offer.id).join(Offer, Offer.slug == OfferSlug.slug)
    return rows(query.order_by(OfferSlug.slug), "the address {0} once of offer {1} is offer {2}'s now")


def _unclean() -> list[str]:
    """Whatever way it came in, what is kept as HTML is what may be shown."""
    query = select(OfferVersion.offer_id, OfferVersion.number, OfferVersion.description).order_by(OfferVersion.id)
    return [
        f"offer {offer_id}, version {number}: the description is not clean"
        for offer_id, number, description in db.session.execute(query)
        if clean(description) != description
    ]


def _undecided() -> list[str]:
    query = select(OfferVersion.offer_id, OfferVersion.number).where(
        OfferVersion.state.in_(FROZEN), OfferVersion.submitted_at.is_(None)
    )
    return rows(query, "offer {0}, version {1} was published and never submitted")


CHECKS = (
    Check("offers: each shows the one version that is published", _published),
    Check("offers: each stands where its versions put it", _states),
    Check("offers: nothing archived waits for approval", _archived),
    Check("offers: versions are numbered without a gap", _numbers),
    Check("offers: each says something", _without_text),
    Check("offers: no earlier address was given to another", _addresses),
    Check("offers: every description is clean", _unclean),
    Check("offers: nothing was published that had not been submitted", _undecided),
)
