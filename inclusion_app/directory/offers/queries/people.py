"""Who is told of what becomes of offers."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person, Provider
from inclusion_app.foundation.database import db

DECIDERS = (Role.TEAM_ADVISER, Role.TEAM_MANAGER)


def members_by_provider(provider_ids: Collection[int]) -> dict[int, list[Person]]:
    """The members of each of these providers who can be written to; one statement."""
    query = (
        select(Membership.provider_id, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.provider_id.in_(provider_ids),
            Membership.role == Role.PROVIDER_MEMBER,
            Membership.until.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id)
    )
    found: dict[int, list[Person]] = {provider_id: [] for provider_id in provider_ids}
    for provider_id, person in db.session.execute(query):
        found.setdefault(provider_id or 0, []).append(person)
    return found


def members_of(provider_id: int) -> Sequence[Person]:
    """The members of that provider who can be written to."""
    return members_by_provider([provider_id])[provider_id]


def deciders() -> Sequence[Person]:
    """Whoever in the team approves offers."""
    holds = (Membership.role.in_(DECIDERS), Membership.until.is_(None), Person.deactivated_at.is_(None))
    query = select(Person).where(Person.id.in_(select(Membership.person_id).join(Person).where(*holds)))
    return db.session.scalars(query.order_by(Person.id)).all()


def providers_to_choose(provider_ids: Collection[int] | None = None) -> Sequence[Provider]:
    """Providers by name: these, or (none given) all."""
    query = select(Provider).order_by(Provider.name, Provider.id)
    if provider_ids is not None:
        query = query.where(Provider.id.in_(provider_ids))
    return db.session.scalars(query).all()
