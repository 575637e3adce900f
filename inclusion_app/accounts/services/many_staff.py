"""Many people put on the staff lists of many schools, in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.rules import StaffEntry, tidy_email, tidy_name
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction


def put_on_staff_lists(
    actor: Acting, entries: Sequence[tuple[int, StaffEntry]], *, now: datetime, today: date
) -> Mapping[str, int]:
    """Make whoever is new, and put everybody on the list of the school (id) beside them; ids by e-mail address.

    Whoever is known keeps their name, and whoever has any role at the school stays as they are. One row on the trail.
    """
    with transaction():
        wanted = {tidy_email(entry.email): entry for _, entry in entries}
        ids = _ids_of(wanted)
        new = [email for email in wanted if email not in ids]
        ids |= _made([wanted[email] for email in new], now=now)
        pairs = sorted({(school_id, ids[tidy_email(entry.email)]) for school_id, entry in entries})
        missing = _not_listed(pairs)
        if missing:
            rows = [
                {"person_id": p, "role": Role.STAFF, "school_id": s, "held_at": f"school:{s}", "since": today}
                for s, p in missing
            ]
            db.session.execute(insert(Membership), rows)
        if new or missing:
            detail = {"new_people": len(new), "put_on_lists": len(missing)}
            audit.record(actor, "put_on_staff_lists", ("school", "several"), detail=detail)
    return ids


def _ids_of(emails: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(select(Person.email, Person.id).where(Person.email.in_(list(emails))))
    return {email: person_id for email, person_id in rows}  # noqa: C416  # a row is no pair to the type checker


def _made(entries: Sequence[StaffEntry], *, now: datetime) -> dict[str, int]:
    if not entries:
        return {}
    rows = [
        {
            "name": tidy_name(entry.name),
            "email": tidy_email(entry.email),
            "job_title": tidy_name(entry.job_title),
            "created_at": now,
        }
        for entry in entries
    ]
    made = db.session.execute(insert(Person).returning(Person.email, Person.id), rows)
    return {email: person_id for email, person_id in made}  # noqa: C416  # a row is no pair to the type checker


def _not_listed(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(Membership.school_id, Membership.person_id).where(
            Membership.school_id.in_({school_id for school_id, _ in pairs}), Membership.until.is_(None)
        )
    )
    there = {(school_id, person_id) for school_id, person_id in rows}
    return [pair for pair in pairs if pair not in there]
