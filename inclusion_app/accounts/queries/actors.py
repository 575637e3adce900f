"""Who is behind a session, with the roles held at this moment."""

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, or_, select

from inclusion_app.access.actor import Actor, Held
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person, SignInSession
from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation.database import db


def actor_of_session(session_key: str, *, now: datetime, today: date) -> Actor | None:
    """The person signed in with that key; nothing when the session is over or the person deactivated.

    One statement, so that a role taken away or a person deactivated is gone on the very next request.
    """
    known = {"key_hash": hashed(session_key), "now": now, "today": today}
    rows = db.session.execute(_BEHIND_A_SESSION, known).all()
    if not rows:
        return None
    first = rows[0]
    return Actor(
        person_id=first.id,
        name=first.name,
        email=first.email,
        session_key=session_key,
        held=tuple(Held(Role(row.role), row.school_id, row.provider_id) for row in rows if row.role),
    )


def actor_for(person_id: int, *, today: date) -> Actor:
    """The person as an actor without a session: for commands and demonstration data. Raises LookupError."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise LookupError(f"There is no person {person_id}.")
    held = db.session.scalars(
        select(Membership).where(Membership.person_id == person_id, _holds_on(today)).order_by(Membership.id)
    )
    return Actor(
        person_id=person.id,
        name=person.name,
        email=person.email,
        held=tuple(Held(Role(m.role), m.school_id, m.provider_id) for m in held),
    )


def actor_behind_link(person_id: int, *, today: date) -> Actor | None:
    """Whoever a link was sent to, with the roles held now; nothing when the person has been deactivated."""
    known = select(Person.id).where(Person.id == person_id, Person.deactivated_at.is_(None))
    return actor_for(person_id, today=today) if db.session.scalar(known) else None


def person_of_any_session(session_key: str) -> int | None:
    """Whose session it was, even if it is over: so that what they were sending is kept for them alone."""
    return db.session.scalar(select(SignInSession.person_id).where(SignInSession.key_hash == hashed(session_key)))


def _holds_on(today: date | BindParameter[date]) -> ColumnElement[bool]:
    return (Membership.since <= today) & or_(Membership.until.is_(None), Membership.until > today)


# Put together once: it is asked for with every page, and to put it together takes longer than to ask it.
_BEHIND_A_SESSION = (
    select(Person.id, Person.name, Person.email, Membership.role, Membership.school_id, Membership.provider_id)
    .join(SignInSession, SignInSession.person_id == Person.id)
    .outerjoin(Membership, (Membership.person_id == Person.id) & _holds_on(bindparam("today", type_=Date)))
    .where(
        SignInSession.key_hash == bindparam("key_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.ends_at > bindparam("now"),
        Person.deactivated_at.is_(None),
    )
    .order_by(Membership.id)
)
