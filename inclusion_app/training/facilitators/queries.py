"""Who facilitates what."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, or_, select

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import PROVIDER_ROLES, Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run, RunFacilitator


def facilitates(actor: Actor, action: Action, run_id: int, *, provider_id: int) -> bool:
    """The actor is named on the run, and holds the role by which that counts."""
    if not actor.can_where_named(action, provider_id):
        return False
    named = select(RunFacilitator.run_id).where(
        RunFacilitator.run_id == run_id, RunFacilitator.person_id == actor.person_id
    )
    return db.session.scalar(named) is not None


def worked_on_by(actor: Actor, action: Action) -> ColumnElement[bool]:
    """The runs of the actor's own providers, and those on which the actor is named as facilitator."""
    named = select(RunFacilitator.run_id).where(RunFacilitator.person_id == actor.person_id)
    return or_(
        Run.provider_id.in_(actor.providers_with(action)),
        Run.provider_id.in_(actor.providers_where_named(action)) & Run.id.in_(named),
    )


def facilitators_of(run_id: int) -> Sequence[Person]:
    """Who is named on the run, by name; those who have been deactivated or have lost the role as well."""
    query = select(Person).join(RunFacilitator, RunFacilitator.person_id == Person.id)
    return db.session.scalars(query.where(RunFacilitator.run_id == run_id).order_by(Person.name, Person.id)).all()


def facilitators_to_tell(run_id: int) -> Sequence[Person]:
    """Those of them who still count, and can be written to."""
    holds = (
        (Membership.person_id == Person.id)
        & (Membership.role == Role.FACILITATOR)
        & (Membership.provider_id == Run.provider_id)
        & Membership.until.is_(None)
    )
    query = (
        select(Person)
        .join(RunFacilitator, RunFacilitator.person_id == Person.id)
        .join(Run, Run.id == RunFacilitator.run_id)
        .join(Membership, holds)
        .where(RunFacilitator.run_id == run_id, Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return db.session.scalars(query).all()


def people_to_choose(provider_id: int, *, but: Collection[int]) -> Sequence[Person]:
    """Whoever belongs to the provider, as a member or as a facilitator of other runs, by name."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.provider_id == provider_id,
            Membership.role.in_(PROVIDER_ROLES),
            Membership.until.is_(None),
            Person.deactivated_at.is_(None),
            Person.id.not_in(but),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return db.session.scalars(query).all()
