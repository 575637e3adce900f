"""What people say is out of date."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from inclusion_app.directory.asking.models import OfferHint
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate


def hint_by_id(hint_id: int) -> OfferHint | None:
    """One hint, with its offer."""
    query = _hints().where(OfferHint.id == hint_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def hints_for(provider_ids: Collection[int], number: int) -> Page[OfferHint]:
    """Hints to these providers: open ones first, the oldest of them at the top."""
    query = _hints().join(Offer, Offer.id == OfferHint.offer_id).where(Offer.provider_id.in_(provider_ids))
    return paginate(query.order_by((OfferHint.outcome == "").desc(), OfferHint.told_at, OfferHint.id), number)


def open_hints(number: int) -> Page[OfferHint]:
    """For the team: everything that no provider has answered, the oldest first."""
    return paginate(_hints().where(OfferHint.outcome == "").order_by(OfferHint.told_at, OfferHint.id), number)


def _hints() -> Select[OfferHint]:
    of_offer = joinedload(OfferHint.offer)
    return select(OfferHint).options(of_offer.joinedload(Offer.provider), of_offer.joinedload(Offer.published))
