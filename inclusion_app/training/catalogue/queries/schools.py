"""For which schools somebody can book."""

from dataclasses import dataclass

from sqlalchemy import select

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class Bookable:
    """A school that the person can book for."""

    id: int
    urn: int
    name: str


def schools_to_book_for(actor: Actor) -> list[Bookable]:
    """The schools whose staff this person can book places for, by name."""
    ids = actor.schools_with(Action.BOOK_TRAINING)
    if not ids:
        return []
    query = select(School.id, School.urn, School.name).where(School.id.in_(ids))
    rows = db.session.execute(query.order_by(School.name))
    return [Bookable(row.id, row.urn, row.name) for row in rows]
