"""Where a postcode is, by the schools around it."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School

INWARD = 3
"""How many characters of a postcode stand behind its blank; without the last two it is a sector, a few streets."""
Reference = tuple[int, int]


def map_references(postcodes: Collection[str]) -> dict[str, Reference]:
    """Easting and northing of each postcode that can be placed: that of a school with it, or else the middle of the
    schools of its sector. Postcodes are written as ``tidy_postcode`` writes them."""
    sectors = {postcode: postcode[: -INWARD + 1] for postcode in postcodes if len(postcode) > INWARD}
    exact = _middles(School.postcode, set(sectors))
    nearby = _middles(func.substr(School.postcode, 1, func.length(School.postcode) - 2), set(sectors.values()))
    found = {postcode: exact.get(postcode) or nearby.get(sector) for postcode, sector in sectors.items()}
    return {postcode: reference for postcode, reference in found.items() if reference}


def _middles(of: ColumnElement[str] | InstrumentedAttribute[str], wanted: Collection[str]) -> dict[str, Reference]:
    query = select(of, func.avg(School.easting), func.avg(School.northing))
    query = query.where(of.in_(wanted), School.easting.is_not(None)).group_by(of)
    return {code: (round(east), round(north)) for code, east, north in db.session.execute(query)} if wanted else {}
