"""What an import has to know of the schools that are here."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.schools.rules.comparison import Stored


def known_urns() -> frozenset[int]:
    """The URNs of every school here."""
    return frozenset(db.session.scalars(select(School.urn)))


def stored_schools() -> dict[int, Stored]:
    """Every school here by its URN, as far as an import compares it."""
    rows = db.session.execute(select(School.urn, School.id, School.digest, School.status, School.la_code))
    return {urn: Stored(id_, digest, status, la_code) for urn, id_, digest, status, la_code in rows}
