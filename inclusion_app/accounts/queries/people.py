"""People as lists and pages show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inclusion_app.access.roles import SCHOOL_ROLES, Role
from inclusion_app.accounts.models import Membership, Person, SignInSession
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School


@dataclass(frozen=True)
class Colleague:
    """One person of a school, with every role held there."""

    person: Person
    memberships: tuple[Membership, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles, in the order in which they are listed everywhere."""
        held = {membership.role for membership in self.memberships}
        return tuple(role for role in Role if role in held)


def staff_of(school_id: int, *, today: date) -> list[Colleague]:
    """Everybody of a school who can be booked on training, by name; governors and office included."""
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(
            Membership.school_id == school_id,
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until > today),
            Person.deactivated_at.is_(None),
        )
        .order_by(Person.name, Person.id, Membership.id)
    )
    by_person: dict[int, list[Membership]] = {}
    for membership in rows:
        by_person.setdefault(membership.person_id, []).append(membership)
    return [Colleague(held[0].person, tuple(held)) for held in by_person.values()]


def person_by_email(email: str) -> Person | None:
    """The person with that address."""
    return db.session.scalars(select(Person).where(Person.email == email.strip().lower())).first()


def person_with_memberships(person_id: int) -> Person | None:
    """One person with all roles, held and past, and where."""
    return db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.memberships).options(joinedload(Membership.school), joinedload(Membership.provider))
        )
    ).first()


def people_found(words: str, *, role: Role | None = None) -> Select[Person]:
    """People whose name, address or school has every word; with one role if asked. For a list in pages."""
    query = (
        select(Person)
        .options(
            selectinload(Person.memberships).options(joinedload(Membership.school), joinedload(Membership.provider))
        )
        .order_by(Person.name, Person.id)
    )
    for word in words.lower().split():
        query = query.where(_has(word))
    if role is not None:
        query = query.where(Person.memberships.any((Membership.role == role) & Membership.until.is_(None)))
    return query


def people_with_role(role: Role, *, school_ids: Collection[int]) -> Sequence[Membership]:
    """Current holders of a role at these schools."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(
            Membership.role == role,
            Membership.school_id.in_(school_ids),
            Membership.until.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(Membership.school_id, Person.name)
    ).all()


def open_sessions(person_id: int) -> Sequence[SignInSession]:
    """The person's sessions that have not been ended, the newest first."""
    return db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.started_at.desc())
    ).all()


def _has(word: str) -> ColumnElement[bool]:
    like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    at_school = Membership.until.is_(None) & Membership.school.has(School.name.ilike(like, escape="\\"))
    return or_(
        Person.name.ilike(like, escape="\\"),
        Person.email.ilike(like, escape="\\"),
        Person.memberships.any(at_school),
    )


ROLES_GIVEN_BY_A_SCHOOL = tuple(role for role in Role if role in SCHOOL_ROLES)
"""The roles a headteacher can give at the own school."""
