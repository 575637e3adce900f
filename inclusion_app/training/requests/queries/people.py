"""Who decides for a school, and who comes for it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from inclusion_app.access.actions import Action
from inclusion_app.access.grants import GRANTS
from inclusion_app.access.roles import SCHOOL_ROLES
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.models import BookingParticipant

DECIDING_ROLES = frozenset(role for role in SCHOOL_ROLES if Action.DECIDE_REQUESTS in GRANTS[role])


def deciders_of(school_id: int, *, today: date) -> list[Person]:
    """Everybody who approves or declines what staff of the school ask for, by id."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.school_id == school_id,
            Membership.role.in_(DECIDING_ROLES),
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until > today),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.id)
    )
    return list(db.session.scalars(query).unique())


def schools_named(school_ids: Collection[int]) -> list[School]:
    """These schools, by name."""
    if not school_ids:
        return []
    return list(db.session.scalars(select(School).where(School.id.in_(school_ids)).order_by(School.name, School.id)))


def participant_ids(booking_id: int) -> list[int]:
    """Who comes on a place of a leadership team; the contact only where they come as well."""
    query = select(BookingParticipant.person_id).where(BookingParticipant.booking_id == booking_id)
    return list(db.session.scalars(query.order_by(BookingParticipant.person_id)))
