"""A school's staff list: who can be booked on training."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.rules import StaffEntry, same_name, tidy_email, tidy_name
from inclusion_app.accounts.services.people import add_person
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken

ANOTHER_NAME = "That e-mail address belongs to somebody registered under another name. Check the address."


def put_on_staff_list(
    actor: Acting, school_id: int, entries: Sequence[StaffEntry], *, today: date, field: str = "email"
) -> list[Person]:
    """Put people on the school's list, all of them or none; whoever is on it already stays.

    People are found by e-mail address. Raises RuleBroken, beside ``field``, for each address that is known under
    another name: the name itself is never told.
    """
    with transaction() as session:
        emails = [tidy_email(entry.email) for entry in entries]
        known = {person.email: person for person in session.scalars(select(Person).where(Person.email.in_(emails)))}
        problems: list[tuple[str | None, str]] = [
            (field, f"{entry.email}: {ANOTHER_NAME}" if len(entries) > 1 else ANOTHER_NAME)
            for entry in entries
            if tidy_email(entry.email) in known and not same_name(known[tidy_email(entry.email)].name, entry.name)
        ]
        if problems:
            raise RuleBroken.several(problems)
        people = [
            known.get(tidy_email(entry.email))
            or add_person(actor, name=entry.name, email=entry.email, job_title=tidy_name(entry.job_title))
            for entry in entries
        ]
        _list_all(actor, school_id, people, today=today)
    return people


def take_off_staff_list(actor: Acting, school_id: int, person_id: int, *, today: date) -> None:
    """End somebody's place on the staff list; roles that give access stay. Doing it again changes nothing."""
    with transaction() as session:
        held = session.scalars(
            select(Membership)
            .where(
                Membership.person_id == person_id,
                Membership.school_id == school_id,
                Membership.role == Role.STAFF,
                Membership.until.is_(None),
            )
            .with_for_update()
        ).first()
        if held is not None:
            held.until = today
            audit.record(actor, "take_off_staff_list", held, school_id=school_id, detail={"person_id": person_id})


def _list_all(actor: Acting, school_id: int, people: Sequence[Person], *, today: date) -> None:
    with transaction() as session:
        ids = [person.id for person in people]
        there = set(
            session.scalars(
                select(Membership.person_id).where(
                    Membership.school_id == school_id, Membership.until.is_(None), Membership.person_id.in_(ids)
                )
            )
        )
        missing = [person_id for person_id in ids if person_id not in there]
        session.add_all(
            Membership(person_id=person_id, role=Role.STAFF, school_id=school_id, since=today) for person_id in missing
        )
        if missing:
            audit.record(
                actor, "put_on_staff_list", ("school", school_id), school_id=school_id, detail={"people": missing}
            )
