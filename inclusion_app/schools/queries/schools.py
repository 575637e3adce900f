"""Schools by what they are known by, and by where they are."""

from collections.abc import Collection, Sequence

from sqlalchemy import Float, cast, select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import OPEN, GroupingKind


def school_by_urn(urn: int) -> School | None:
    """The school with that URN, open or closed."""
    return db.session.scalar(select(School).where(School.urn == urn))


def schools_by_ids(ids: Collection[int]) -> Sequence[School]:
    """The schools with those ids, by name."""
    return db.session.scalars(select(School).where(School.id.in_(ids)).order_by(School.name, School.urn)).all()


def schools_by_urns(urns: Collection[int]) -> Sequence[School]:
    """The schools with those URNs that are here, by name."""
    return db.session.scalars(select(School).where(School.urn.in_(urns)).order_by(School.name, School.urn)).all()


def open_schools(*, phase: str = "", kind: GroupingKind | None = None, code: str = "") -> Sequence[School]:
    """The schools that teach pupils today, by name; of one phase, or now in the group of that kind and code."""
    query = select(School).where(School.status.in_(OPEN)).order_by(School.name, School.urn)
    if phase:
        query = query.where(School.phase == phase)
    if kind:
        placed = select(SchoolGrouping.school_id).join(SchoolGrouping.grouping)
        placed = placed.where(Grouping.kind == kind, Grouping.code == code, SchoolGrouping.until.is_(None))
        query = query.where(School.id.in_(placed))
    return db.session.scalars(query).all()


def nearest_schools(school: School, *, within_metres: int = 10_000, limit: int = 10) -> list[tuple[School, int]]:
    """Open schools around this one with their distance in metres, nearest first; none when it has no map reference.

    Distance is along the straight line of the national grid.
    """
    if school.easting is None or school.northing is None:
        return []
    east = cast(School.easting, Float) - school.easting  # as real numbers: squares of metres outgrow an integer
    north = cast(School.northing, Float) - school.northing
    query = (
        select(School, (east * east + north * north).label("squared"))
        .where(School.status.in_(OPEN), School.id != school.id)
        .where(School.easting.between(school.easting - within_metres, school.easting + within_metres))
        .where(School.northing.between(school.northing - within_metres, school.northing + within_metres))
        .where(east * east + north * north <= within_metres * within_metres)
        .order_by("squared", School.urn)
        .limit(limit)
    )
    return [(found, round(squared**0.5)) for found, squared in db.session.execute(query)]
