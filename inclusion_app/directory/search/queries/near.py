"""The school that distances are from."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, select

from inclusion_app.directory.search.rules.documents import Position
from inclusion_app.foundation.database import db
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.words import MOST_WORDS, plain
from inclusion_app.schools.models import Grouping, School, SchoolGrouping
from inclusion_app.schools.states import OPEN, GroupingKind

_CENTRES = (
    select(Grouping.name, func.avg(School.easting), func.avg(School.northing))
    .join(SchoolGrouping, SchoolGrouping.grouping_id == Grouping.id)
    .join(School, School.id == SchoolGrouping.school_id)
    .where(Grouping.kind == GroupingKind.DISTRICT, SchoolGrouping.until.is_(None))
    .where(School.status.in_(OPEN), School.easting.is_not(None))
    .group_by(Grouping.id, Grouping.name)
    .order_by(Grouping.name)
)
NOT_FOUND = "There is no open school of that name, URN or postcode. Distances cannot be shown"


@dataclass(frozen=True)
class Near:
    """A school and where it is; ``problem`` says why there is none."""

    name: str = ""
    urn: int | None = None
    position: Position | None = None
    problem: str = ""


def near(typed: str, *, school_ids: Collection[int]) -> Near:
    """The open school typed by name, URN or postcode; where nothing is typed, the first of one's own schools."""
    if not typed and not school_ids:
        return Near()
    query = select(School.name, School.urn, School.easting, School.northing).where(
        School.status.in_(OPEN), School.easting.is_not(None)
    )
    if typed:
        query = query.where(_typed(typed)).order_by(func.length(School.name), School.name, School.urn)
    else:
        query = query.where(School.id.in_(school_ids)).order_by(School.name, School.urn)
    found = db.session.execute(query.limit(1)).first()
    if found is None:
        return Near(problem=NOT_FOUND if typed else "")
    return Near(found.name, found.urn, (found.easting, found.northing))


def district_centres() -> dict[str, Position]:
    """The middle of each district's open schools, by the district's name: the ground of the map."""
    return {name: (round(east), round(north)) for name, east, north in db.session.execute(_CENTRES)}


def _typed(typed: str) -> ColumnElement[bool]:
    urn = whole_number(typed)
    if urn:
        return School.urn == urn
    words = plain(typed).split()[:MOST_WORDS]
    if not words:
        return false()
    return and_(*(School.search_text.contains(f" {word}", autoescape=True) for word in words))
