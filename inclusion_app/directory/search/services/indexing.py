"""The index of the directory is written with what it is made from, and set right where that has changed otherwise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferSearch, OfferVersion
from inclusion_app.directory.queries.offers import hanging_on_versions
from inclusion_app.directory.search.content import content_of, stamp_of
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction

AT_A_TIME = 200


def index_offer(offer: Offer, version: OfferVersion) -> bool:
    """Keep what the offer is found by, in the transaction that publishes the version; True when that is new.

    ``offer`` has its provider loaded, ``version`` everything that hangs on it.
    """
    content = content_of(version, slug=offer.slug, provider=offer.provider.name)
    stamp = stamp_of(offer.id, content)
    with transaction() as session:
        is_new = _write(session.get(OfferSearch, offer.id), offer, version, stamp=stamp, content=content)
        session.flush()
    return is_new


def refresh_index(_now: datetime, *, actor: Acting = SYSTEM) -> int:
    """Bring every row of the index to what its offer says, such as after a provider has another name.

    Returns how many rows were not so; one audit row when there were any.
    """
    changed = 0
    with transaction():
        ids = db.session.scalars(select(Offer.id).where(Offer.published_version_id.is_not(None)).order_by(Offer.id))
        every = ids.all()
        for start in range(0, len(every), AT_A_TIME):
            changed += _refresh(every[start : start + AT_A_TIME])
        if changed:
            audit.record(actor, "refresh_index", ("offer_search", "all"), detail={"changed": changed})
    return changed


def _refresh(ids: Sequence[int]) -> int:
    query = (
        select(Offer, OfferVersion, Provider)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .where(Offer.id.in_(ids))
        .options(*hanging_on_versions())
    )
    kept = {row.offer_id: row for row in db.session.scalars(select(OfferSearch).where(OfferSearch.offer_id.in_(ids)))}
    changed = 0
    for offer, version, provider in db.session.execute(query):
        content = content_of(version, slug=offer.slug, provider=provider.name)
        stamp = stamp_of(offer.id, content)
        changed += _write(kept.get(offer.id), offer, version, stamp=stamp, content=content)
    db.session.flush()
    return changed


def _write(
    row: OfferSearch | None, offer: Offer, version: OfferVersion, *, stamp: int, content: dict[str, Any]
) -> bool:
    if row is None:
        db.session.add(OfferSearch(offer_id=offer.id, version_id=version.id, content=content))
    elif (offer.stamp, row.version_id) == (stamp, version.id):
        return False
    else:
        row.version_id, row.content = version.id, content
    # said to the database alone: who reads or keeps the offer meanwhile is not told that somebody has changed it
    db.session.execute(update(Offer).where(Offer.id == offer.id).values(stamp=stamp))
    return True
