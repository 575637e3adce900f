"""What schools say of offers they have used."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import LoaderOption

from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.directory.asking.rules.uses import Figures
from inclusion_app.directory.asking.states import Helped
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page, paginate
from inclusion_app.schools.models import School
from inclusion_app.schools.states import Phase

MOST_SHOWN = 20


@dataclass(frozen=True)
class Comment:
    """What a school has said of an offer to everybody, without its name, and the provider's answer."""

    phase: str
    text: str
    answer: str
    used_on: date


@dataclass(frozen=True)
class Said:
    """What is shown on an offer's page of those who have used it: nothing until enough schools have spoken."""

    figures: Figures
    comments: Sequence[Comment] = ()


def use_of(school_id: int, offer_id: int) -> OfferUse | None:
    """What the school has said of the offer."""
    query = select(OfferUse).where(OfferUse.school_id == school_id, OfferUse.offer_id == offer_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def use_by_id(use_id: int) -> OfferUse | None:
    """One use, with its offer."""
    return db.session.scalars(select(OfferUse).where(OfferUse.id == use_id).options(*_with_offer())).first()


def uses_of_school(school_id: int) -> Sequence[OfferUse]:
    """Everything the school has used, the latest first."""
    query = select(OfferUse).where(OfferUse.school_id == school_id).options(*_with_offer())
    return db.session.scalars(query.order_by(OfferUse.used_on.desc(), OfferUse.id.desc())).all()


def figures_of(offer_ids: Collection[int]) -> Mapping[int, Figures]:
    """What schools have said of each of these offers, counted; one statement. Ask ``are_shown`` before showing them."""
    query = (
        select(OfferUse.offer_id, OfferUse.helped, func.count())
        .where(OfferUse.offer_id.in_(offer_ids), OfferUse.helped != "")
        .group_by(OfferUse.offer_id, OfferUse.helped)
    )
    counted: dict[int, dict[str, int]] = {}
    for offer_id, helped, count in db.session.execute(query):
        counted.setdefault(offer_id, {})[helped] = count
    return {offer_id: Figures(**found) for offer_id, found in counted.items()}


def said_of(offer_id: int) -> Said:
    """What everybody may see; two statements, however many schools have spoken."""
    figures = figures_of([offer_id]).get(offer_id, Figures())
    query = (
        select(School.phase, OfferUse.comment, OfferUse.answer, OfferUse.used_on)
        .join(School, School.id == OfferUse.school_id)
        .where(
            OfferUse.offer_id == offer_id,
            OfferUse.may_share,
            OfferUse.hidden_at.is_(None),
            OfferUse.helped.in_(list(Helped)),
        )
        .order_by(OfferUse.used_on.desc(), OfferUse.id.desc())
        .limit(MOST_SHOWN)
    )
    comments = [
        Comment(Phase(phase).label, text, answer, used_on) for phase, text, answer, used_on in db.session.execute(query)
    ]
    return Said(figures, comments) if figures.are_shown else Said(Figures())


def comments_for(provider_ids: Collection[int], number: int) -> Page[OfferUse]:
    """Comments to these providers, those without an answer first. Which school says so is for the provider to know."""
    query = (
        select(OfferUse)
        .join(Offer, Offer.id == OfferUse.offer_id)
        .where(Offer.provider_id.in_(provider_ids), OfferUse.comment != "")
        .options(joinedload(OfferUse.school), *_with_offer())
        .order_by((OfferUse.answer == "").desc(), OfferUse.said_at.desc(), OfferUse.id.desc())
    )
    return paginate(query, number)


def shared_comments(number: int) -> Page[OfferUse]:
    """For the team: comments that schools let everybody read, the newest first; hidden ones as well."""
    query = select(OfferUse).where(OfferUse.may_share).options(*_with_offer())
    return paginate(query.order_by(OfferUse.said_at.desc(), OfferUse.id.desc()), number)


def _with_offer() -> tuple[LoaderOption, ...]:
    of_offer = joinedload(OfferUse.offer)
    return (of_offer.joinedload(Offer.provider), of_offer.joinedload(Offer.published))
