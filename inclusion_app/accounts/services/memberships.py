"""Roles: given and taken away, with dates."""

from datetime import date

from sqlalchemy import func, select

from inclusion_app.access.roles import PROVIDER_ROLES, SCHOOL_ROLES, Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken


def give_role(
    actor: Acting,
    person_id: int,
    role: Role,
    *,
    since: date,
    school_id: int | None = None,
    provider_id: int | None = None,
) -> Membership:
    """Give a person a role at a school, at a provider or for the county; one they hold already stays as it is.

    Raises RuleBroken when the role and its place do not go together.
    """
    if (role in SCHOOL_ROLES) != (school_id is not None):
        raise RuleBroken("role", "This role is held at a school" if role in SCHOOL_ROLES else "This role has no school")
    if (role in PROVIDER_ROLES) != (provider_id is not None):
        raise RuleBroken("role", "This role is held at a provider" if provider_id is None else "It has no provider")
    with transaction():
        membership, is_new = _held(
            Membership(person_id=person_id, role=role, school_id=school_id, provider_id=provider_id, since=since)
        )
        if is_new:
            detail = {"person_id": person_id, "role": role}
            audit.record(actor, "give_role", membership, school_id=school_id, detail=detail)
    return membership


def give_county_role(person_id: int, role: Role, *, since: date) -> None:
    """Give a role that has no place as a part of another act, which records it; one they hold already stays."""
    with transaction():
        _held(Membership(person_id=person_id, role=role, since=since))


def _held(wanted: Membership) -> tuple[Membership, bool]:
    """The role as the person holds it already, or else the new one, and which of the two it is."""
    query = select(Membership).where(
        Membership.person_id == wanted.person_id,
        Membership.role == wanted.role,
        Membership.school_id == wanted.school_id,
        Membership.provider_id == wanted.provider_id,
        Membership.until.is_(None),
    )
    held = db.session.scalars(query).first()
    if held is None:
        db.session.add(wanted)
        return wanted, True
    return held, False


def take_role_away(actor: Acting, membership_id: int, *, today: date) -> None:
    """End a role from today on; it is gone on the person's next request. Doing it again changes nothing.

    Raises RuleBroken when it would leave a school without a headteacher's account, LookupError.
    """
    with transaction() as session:
        held = session.scalars(select(Membership).where(Membership.id == membership_id).with_for_update()).first()
        if held is None:
            raise LookupError(f"There is no membership {membership_id}.")
        if held.until is not None:
            return
        if held.role == Role.HEADTEACHER and _others_with(held) == 0:
            raise RuleBroken(None, "A school needs somebody as headteacher. Give the role to somebody else first.")
        held.until = today
        audit.record(
            actor,
            "take_role_away",
            held,
            school_id=held.school_id,
            detail={"person_id": held.person_id, "role": held.role},
        )


def _others_with(held: Membership) -> int:
    with transaction() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    Membership.school_id == held.school_id,
                    Membership.role == held.role,
                    Membership.until.is_(None),
                    Membership.id != held.id,
                )
            )
            or 0
        )
