"""Enquiries: one, a school's, a provider's, and for the team how many there are and where they stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage
from inclusion_app.directory.asking.states import OPEN, EnquiryState
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.foundation.settings import number
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import working_calendar

SHOWN = {
    "open": ("Open", tuple(sorted(OPEN))),
    "waiting": ("Wait for an answer", (EnquiryState.SENT,)),
    "over": ("Over", (EnquiryState.DECLINED, EnquiryState.WITHDRAWN, EnquiryState.CLOSED)),
    "all": ("All", tuple(EnquiryState)),
}
"""The parts in which lists are shown."""
MOST_LATE = 100


@dataclass(frozen=True)
class Late:
    """An enquiry that nobody has answered: what the team sees of it, which is nothing that the school wrote."""

    enquiry_id: int
    school: str
    offer: str
    offer_id: int
    provider: str
    sent_at: datetime
    days: int
    """Working days since it was sent."""


@dataclass(frozen=True)
class OfferFigures:
    """How often one offer is asked for, and what became of it."""

    title: str
    provider: str
    slug: str
    enquiries: int
    unanswered: int
    accepted: int
    declined: int


def enquiry_by_id(enquiry_id: int) -> Enquiry | None:
    """The enquiry with its school, its offer, and everything that was said."""
    query = _enquiries().where(Enquiry.id == enquiry_id)
    whole = query.options(
        joinedload(Enquiry.asked_by), selectinload(Enquiry.messages).joinedload(EnquiryMessage.written_by)
    )
    return db.session.scalars(whole.execution_options(populate_existing=True)).first()


def enquiries_of_school(school_id: int, *, part: str, number: int) -> Page[Enquiry]:
    """The school's enquiries, the newest first."""
    query = _enquiries().where(Enquiry.school_id == school_id, Enquiry.state.in_(SHOWN[part][1]))
    return paginate(query.order_by(Enquiry.sent_at.desc(), Enquiry.id.desc()), number)


def enquiries_for(provider_ids: Collection[int], *, part: str, number: int) -> Page[Enquiry]:
    """What schools have asked these providers: what has waited longest for an answer first, then the newest."""
    waits = Enquiry.state == EnquiryState.SENT
    query = _enquiries().join(Offer, Offer.id == Enquiry.offer_id)
    query = query.where(Offer.provider_id.in_(provider_ids), Enquiry.state.in_(SHOWN[part][1]))
    return paginate(query.order_by(waits.desc(), Enquiry.moved_at.desc(), Enquiry.id.desc()), number)


def open_enquiry(school_id: int, offer_id: int) -> int | None:
    """The id of the school's open enquiry about the offer."""
    same = Enquiry.school_id == school_id, Enquiry.offer_id == offer_id
    return db.session.scalar(select(Enquiry.id).where(*same, Enquiry.state.in_(OPEN)).limit(1))


def last_words(enquiry_ids: Collection[int]) -> Mapping[int, str]:
    """Whose the last message of each is; none has been written where an enquiry is not in it. One statement."""
    last = (
        select(EnquiryMessage.enquiry_id, func.max(EnquiryMessage.id).label("id"))
        .where(EnquiryMessage.enquiry_id.in_(enquiry_ids))
        .group_by(EnquiryMessage.enquiry_id)
        .subquery()
    )
    query = select(EnquiryMessage.enquiry_id, EnquiryMessage.side).join(last, last.c.id == EnquiryMessage.id)
    return {enquiry_id: side for enquiry_id, side in db.session.execute(query)}  # noqa: C416  # a row is no pair to the type checker


def days_waiting(sent_at: datetime, *, now: datetime) -> int:
    """Working days since then: bank holidays and weekends do not count."""
    return working_calendar().working_days_between(london(sent_at).date(), london(now).date())


def unanswered_ids(now: datetime) -> list[int]:
    """Enquiries that have waited for an answer as long as a provider may take, by the setting; two statements."""
    days = number("directory_answer_days")
    query = select(Enquiry.id, Enquiry.sent_at).where(
        Enquiry.state == EnquiryState.SENT, Enquiry.sent_at <= now - timedelta(days=days)
    )
    calendar, today = working_calendar(), london(now).date()
    return [
        enquiry_id
        for enquiry_id, sent_at in db.session.execute(query.order_by(Enquiry.id))
        if calendar.working_days_between(london(sent_at).date(), today) >= days
    ]


def late_enquiries(now: datetime) -> list[Late]:
    """For the team: enquiries without an answer for twice as long as a provider may take, the oldest first."""
    days = 2 * number("directory_answer_days")
    query = (
        select(Enquiry.id, School.name, OfferVersion.title, Offer.id, Provider.name, Enquiry.sent_at)
        .join(School, School.id == Enquiry.school_id)
        .join(Offer, Offer.id == Enquiry.offer_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .where(Enquiry.state == EnquiryState.SENT, Enquiry.sent_at <= now - timedelta(days=days))
        .order_by(Enquiry.sent_at, Enquiry.id)
        .limit(MOST_LATE)
    )
    calendar, today = working_calendar(), london(now).date()
    found = [
        Late(*row, calendar.working_days_between(london(row.sent_at).date(), today))
        for row in db.session.execute(query)
    ]
    return [one for one in found if one.days >= days]


def counts_by_state() -> Mapping[EnquiryState, int]:
    """How many enquiries stand where; one statement."""
    query = select(Enquiry.state, func.count()).group_by(Enquiry.state)
    counted = {EnquiryState(state): count for state, count in db.session.execute(query)}
    return {state: counted.get(state, 0) for state in EnquiryState}


def most_asked(number_of_page: int) -> Page[OfferFigures]:
    """Offers by how often they are asked for; two statements."""
    of = Enquiry.state
    query: Select[*tuple[object, ...]] = (
        select(
            OfferVersion.title,
            Provider.name,
            Offer.slug,
            func.count(Enquiry.id).label("enquiries"),
            func.count().filter(of == EnquiryState.SENT).label("unanswered"),
            func.count(Enquiry.accepted_at).label("accepted"),
            func.count().filter(of == EnquiryState.DECLINED).label("declined"),
        )
        .join(Offer, Offer.id == Enquiry.offer_id)
        .join(Provider, Provider.id == Offer.provider_id)
        .join(OfferVersion, OfferVersion.id == Offer.published_version_id)
        .group_by(Offer.id, OfferVersion.title, Provider.name, Offer.slug)
        .order_by(func.count(Enquiry.id).desc(), OfferVersion.title, Offer.id)
    )
    found = paginate(query, number_of_page)
    items: Sequence[OfferFigures] = [OfferFigures(*row) for row in found.items]
    return Page(items=items, number=found.number, per_page=found.per_page, total=found.total)


def _enquiries() -> Select[Enquiry]:
    of_offer = joinedload(Enquiry.offer)
    return select(Enquiry).options(
        joinedload(Enquiry.school), of_offer.joinedload(Offer.provider), of_offer.joinedload(Offer.published)
    )
