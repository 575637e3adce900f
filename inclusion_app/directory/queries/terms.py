"""What the codes of an offer are called: terms of the vocabulary, and districts."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select

from inclusion_app.directory.choices import TAGS
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping
from inclusion_app.schools.states import GroupingKind
from inclusion_app.vocabulary.queries import all_concepts

SCHEMES = TAGS | {"kind": "offer-kind", "cost_kind": "offer-cost"}
"""The scheme behind each field that holds codes."""


def districts(today: date) -> dict[str, str]:
    """The county's districts of today, name by code, in the order of their names."""
    there = or_(Grouping.valid_until.is_(None), Grouping.valid_until > today)
    query = select(Grouping.code, Grouping.name).where(Grouping.kind == GroupingKind.DISTRICT, there)
    return {row.code: row.name for row in db.session.execute(query.order_by(Grouping.name, Grouping.code))}


def labels(today: date) -> dict[str, Mapping[str, str]]:
    """What every code is called, by the field of an offer it stands in; retired terms too."""
    found: dict[str, Mapping[str, str]] = {
        name: {concept.code: concept.label for concept in all_concepts() if concept.scheme == scheme}
        for name, scheme in SCHEMES.items()
    }
    return found | {"districts": districts(today)}
