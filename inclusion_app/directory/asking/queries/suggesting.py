"""Offers that could help: with an area of the review framework, and beside a course."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Float, Select, cast, exists, func, literal, null, or_, select

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.asking.queries.shortlists import shown_offers
from inclusion_app.directory.models import (
    Offer,
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    OfferVersionPlace,
)
from inclusion_app.directory.offers.queries.shown import ShownOffer
from inclusion_app.directory.queries.visibility import listed_offers
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import GroupingKind, Phase

AREA, NEED, PHASE = "framework-area", "need", "phase"
MOST = 6
MOST_OF_AREA = 100
TEACHES = {
    Phase.MIDDLE_DEEMED_PRIMARY: (Phase.PRIMARY, Phase.SECONDARY),
    Phase.MIDDLE_DEEMED_SECONDARY: (Phase.SECONDARY,),
    Phase.ALL_THROUGH: (Phase.PRIMARY, Phase.SECONDARY, Phase.ALL_THROUGH),
}
"""Phases of offers that fit a school whose own phase is no phase of offers, or not the only one."""


@dataclass(frozen=True)
class Suggestion:
    """An offer in one line; ``summary`` is the provider's own."""

    slug: str
    title: str
    provider: str
    summary: str


def offers_in_areas(areas: Collection[str], school: School, *, today: date) -> list[Suggestion]:
    """Listed offers that help with any of these areas, for the school's phase and where it is; the nearest first, those
    that are given at no place last. One statement; none without an area."""
    if not areas:
        return []
    distance = _distance(school).label("distance")
    query = (
        _suggestions(today)
        .add_columns(distance)
        .where(_tagged(AREA, areas), _for_phase(school), _given_at(school, today))
        .order_by(distance.is_(None), distance, OfferVersion.title, Offer.id)
        .limit(MOST)
    )
    return [Suggestion(*row[:4]) for row in db.session.execute(query)]


def offers_of_area(area: str, *, today: date) -> list[ShownOffer]:
    """Everything listed that helps with the area, by title, as cards show it."""
    query = listed_offers(today).where(_tagged(AREA, [area])).order_by(OfferVersion.title, Offer.id)
    return shown_offers(query.limit(MOST_OF_AREA), today=today)


def offers_beside(needs: Collection[str], areas: Collection[str], *, today: date) -> list[Suggestion]:
    """Listed offers that share a need or an area with something else, those that share most first. One statement."""
    if not needs and not areas:
        return []
    shared = _shared(needs, areas).label("shared")
    query = _suggestions(today).add_columns(shared)
    query = query.where(or_(_tagged(NEED, needs), _tagged(AREA, areas)))
    ordered = query.order_by(shared.desc(), OfferVersion.title, Offer.id).limit(MOST)
    return [Suggestion(*row[:4]) for row in db.session.execute(ordered)]


def _suggestions(today: date) -> Select[*tuple[object, ...]]:
    query: Select[*tuple[object, ...]] = listed_offers(today).join(Provider, Provider.id == Offer.provider_id)
    return query.with_only_columns(Offer.slug, OfferVersion.title, Provider.name, OfferVersion.summary)


def _tagged(scheme: str, codes: Collection[str]) -> ColumnElement[bool]:
    tag = OfferVersionConcept
    return exists().where(tag.version_id == OfferVersion.id, tag.scheme == scheme, tag.code.in_(codes))


def _shared(needs: Collection[str], areas: Collection[str]) -> ColumnElement[int]:
    tag = OfferVersionConcept
    same = or_((tag.scheme == NEED) & tag.code.in_(needs), (tag.scheme == AREA) & tag.code.in_(areas))
    counted = select(func.count()).where(tag.version_id == OfferVersion.id, same)
    return counted.correlate(OfferVersion).scalar_subquery()


def _for_phase(school: School) -> ColumnElement[bool]:
    fitting = TEACHES.get(Phase(school.phase), (Phase(school.phase),))
    tag = OfferVersionConcept
    any_phase = ~exists().where(tag.version_id == OfferVersion.id, tag.scheme == PHASE)
    return or_(any_phase, _tagged(PHASE, [str(phase) for phase in fitting]))


def _given_at(school: School, today: date) -> ColumnElement[bool]:
    """For the whole county, or in the school's district."""
    placed = (
        select(Grouping.code)
        .join(SchoolGrouping, SchoolGrouping.grouping_id == Grouping.id)
        .where(SchoolGrouping.school_id == school.id, Grouping.kind == GroupingKind.DISTRICT)
        .where(or_(SchoolGrouping.until.is_(None), SchoolGrouping.until > today))
    )
    here = OfferVersionDistrict
    return or_(OfferVersion.county_wide, exists().where(here.version_id == OfferVersion.id, here.district.in_(placed)))


def _distance(school: School) -> ColumnElement[float]:
    """The square of the way to the nearest place, in metres; NULL where school or offer has none."""
    if school.easting is None or school.northing is None:
        return cast(null(), Float)
    place = OfferVersionPlace
    east, north = (place.easting - literal(school.easting)), (place.northing - literal(school.northing))
    # as decimal numbers: the square of a county's width is more than a whole number of four bytes holds
    way = func.min(east * 1.0 * east + north * 1.0 * north)
    return select(way).where(place.version_id == OfferVersion.id).correlate(OfferVersion).scalar_subquery()
