"""Offers of the directory that a school has used; their names are for the school itself."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.directory.asking.states import Helped
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.summaries import SupportOfSchool, support_of_schools
from inclusion_app.foundation.database import db

SHOWN = 4


@dataclass(frozen=True)
class UsedOffer:
    """One offer that was used: when, and whether the school says that it helped."""

    title: str
    used_on: date
    helped: Helped | None


def support_together(school_ids: Collection[int]) -> SupportOfSchool:
    """The figures of a school and of those before it, added up. One statement."""
    found = support_of_schools(school_ids)
    names = [field.name for field in fields(SupportOfSchool) if field.name != "school_id"]
    sums = {name: sum(getattr(one, name) for one in found) for name in names}
    return SupportOfSchool(school_id=max(school_ids, default=0), **sums)


def used_offers(school_ids: Collection[int]) -> list[UsedOffer]:
    """The last few that these schools have used. One statement."""
    query = (
        select(OfferVersion.title, OfferUse.used_on, OfferUse.helped)
        .join(Offer, Offer.id == OfferUse.offer_id)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .where(OfferUse.school_id.in_(school_ids))
        .order_by(OfferUse.used_on.desc(), OfferUse.id.desc())
        .limit(SHOWN)
    )
    return [
        UsedOffer(row.title, row.used_on, Helped(row.helped) if row.helped else None)
        for row in db.session.execute(query)
    ]
