"""Who is told of enquiries. Everybody in these lists can still be written to."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from inclusion_app.access.actions import Action
from inclusion_app.access.grants import GRANTS
from inclusion_app.access.roles import SCHOOL_ROLES, Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db

ASKS = frozenset(role for role in SCHOOL_ROLES if Action.ASK_FOR_SUPPORT in GRANTS[role])


def members_of_provider(provider_id: int, *, today: date) -> Sequence[Person]:
    """Everybody who answers for the provider today."""
    return _holders([Role.PROVIDER_MEMBER], Membership.provider_id == provider_id, today=today)


def readers_at_school(school_id: int, asked_by_id: int | None, *, today: date) -> Sequence[Person]:
    """Whoever asked, while still asking for the school; else its headteachers."""
    mine = Membership.school_id == school_id, Membership.person_id == asked_by_id
    asker = _holders(ASKS, *mine, today=today) if asked_by_id is not None else ()
    return asker or _holders([Role.HEADTEACHER], Membership.school_id == school_id, today=today)


def _holders(roles: Sequence[Role] | frozenset[Role], *where: ColumnElement[bool], today: date) -> Sequence[Person]:
    held = select(Membership.person_id).where(
        Membership.role.in_(roles),
        Membership.since <= today,
        or_(Membership.until.is_(None), Membership.until > today),
        *where,
    )
    query = select(Person).where(Person.id.in_(held), Person.deactivated_at.is_(None)).order_by(Person.id)
    return db.session.scalars(query).all()
