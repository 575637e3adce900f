"""The schools of the map: where each lies, and how far it is. One statement for either colouring."""

from collections import Counter
from datetime import date

from sqlalchemy import Subquery, distinct, func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.models import SchoolHeir, StrandSummary
from inclusion_app.insights.pictures import Map, Place, map_picture
from inclusion_app.insights.queries import Group, eligible
from inclusion_app.reviews.models import Participation, Review
from inclusion_app.reviews.states import OVER, ParticipationState, ReviewState
from inclusion_app.schools.models import School

STAGES = (
    Group("none", "Not in the cycle"),
    Group("planning", "Enrolled, visit not agreed"),
    Group("preparing", "Visit agreed"),
    Group("visited", "Visited, report not final"),
    Group("final", "Report final"),
    Group("followed", "Followed up"),
)
STRANDS = (
    Group("none", "Nothing that holds"),
    Group("planning", "One strand"),
    Group("visited", "Two strands"),
    Group("followed", "Three strands"),
)
FROM = (
    (ReviewState.FOLLOWED_UP, "followed"),
    (ReviewState.FINAL, "final"),
    (ReviewState.VISITED, "visited"),
    (ReviewState.DATE_AGREED, "preparing"),
)


def map_of_stages(filters: Filters, cycle_id: int | None, *, today: date) -> Map:
    """Schools by how far the cycle has brought them."""
    enrolled = (Participation.school_id == School.id) & (Participation.cycle_id == cycle_id)
    enrolled &= Participation.state == ParticipationState.ENROLLED
    going = (Review.participation_id == Participation.id) & Review.side.not_in(OVER)
    query = (
        select(School.urn, School.name, School.easting, School.northing, Participation.id, Review.state)
        .outerjoin(Participation, enrolled)
        .outerjoin(Review, going)
        .where(School.id.in_(eligible(filters, today)))
        .order_by(School.urn)
    )
    rows = db.session.execute(query).all()
    return _picture([(row[0], row[1], row[2], row[3], _stage(row[4], row[5])) for row in rows], STAGES)


def map_of_strands(filters: Filters, *, today: date) -> Map:
    """Schools by the number of strands in which somebody holds something today."""
    held = _strands_held(today)
    query = (
        select(School.urn, School.name, School.easting, School.northing, func.coalesce(held.c.number, 0))
        .outerjoin(held, held.c.school_id == School.id)
        .where(School.id.in_(eligible(filters, today)))
        .order_by(School.urn)
    )
    marks = {1: "planning", 2: "visited"}
    rows = db.session.execute(query).all()
    return _picture([(*row[:4], marks.get(row[4], "followed") if row[4] else "none") for row in rows], STRANDS)


def _strands_held(today: date) -> Subquery:
    """By school, with what the schools hold that it carries on."""
    held = StrandSummary
    holds = or_(held.current_until.is_(None), held.current_until >= today)
    return (
        select(SchoolHeir.heir_id.label("school_id"), func.count(distinct(held.strand_id)).label("number"))
        .join(held, held.school_id == SchoolHeir.school_id)
        .where(holds)
        .group_by(SchoolHeir.heir_id)
        .subquery("held")
    )


def _stage(participation_id: int | None, state: str | None) -> str:
    if participation_id is None:
        return "none"
    reached = ReviewState(state or ReviewState.PLANNED)
    return next((mark for stage, mark in FROM if reached.has_reached(stage)), "planning")


def _picture(rows: list[tuple[int, str, int | None, int | None, str]], marks: tuple[Group, ...]) -> Map:
    places = [Place(urn, name, east, north, mark) for urn, name, east, north, mark in rows if east and north]
    counts = Counter(mark for *_, mark in rows)
    return map_picture(places, without=len(rows) - len(places), marks=marks, counts=dict(counts))
