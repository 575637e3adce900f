"""How much waits for somebody's word, for the first page: one statement each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.directory.asking.models import Enquiry, OfferHint
from inclusion_app.directory.asking.states import EnquiryState
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.states import VersionState
from inclusion_app.foundation.database import db


@dataclass(frozen=True)
class ProviderOwes:
    """Enquiries that wait for the provider's answer, hints that it has not answered, and checks that are due of offers
    that are still found."""

    enquiries: int = 0
    hints: int = 0
    checks: int = 0


@dataclass(frozen=True)
class TeamOwes:
    """Texts that wait for approval, and hints that no provider has answered."""

    approvals: int = 0
    hints: int = 0


def owed_by_providers(provider_ids: Collection[int], *, today: date) -> ProviderOwes:
    """What waits for members of these providers; nothing, and no statement, where there are none."""
    if not provider_ids:
        return ProviderOwes()
    theirs = Offer.provider_id.in_(provider_ids)
    waiting = _number(Enquiry.id, Enquiry.offer_id == Offer.id, Enquiry.state == EnquiryState.SENT, theirs)
    hints = _number(OfferHint.id, OfferHint.offer_id == Offer.id, OfferHint.outcome == "", theirs)
    checks = _number(Offer.id, is_listed(today), Offer.next_check_on <= today, theirs)
    return ProviderOwes(*db.session.execute(select(waiting, hints, checks)).one())


def owed_by_team() -> TeamOwes:
    """What waits for the inclusion team."""
    approvals = _number(OfferVersion.id, OfferVersion.state == VersionState.SUBMITTED)
    hints = _number(OfferHint.id, OfferHint.outcome == "")
    return TeamOwes(*db.session.execute(select(approvals, hints)).one())


def _number(of: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(of)).where(*where).scalar_subquery()
