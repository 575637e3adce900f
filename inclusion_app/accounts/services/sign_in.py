"""Signing in: the password checked outside any transaction, failures counted over all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import LinkPurpose, Person, SignInAttempt
from inclusion_app.accounts.passwords import hash_password, needs_new_hash, password_fits
from inclusion_app.accounts.rules import tidy_email
from inclusion_app.accounts.secrets import hashed
from inclusion_app.accounts.services.links import cancel_links
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction

WINDOW = timedelta(minutes=5)
MOST_FOR_AN_ACCOUNT = 10
MOST_FROM_AN_ADDRESS = 200  # a whole school sits behind one address


class TooManyTries(Exception):
    """Too many wrong passwords in a short time; ``wait`` tells how long."""

    wait = WINDOW


@dataclass(frozen=True)
class Tried:
    """One try to sign in: what was typed, from where, and whom this browser has signed in before."""

    email: str
    password: str
    address: str
    browser: str
    known_person_id: int | None = None


def sign_in(tried: Tried, *, now: datetime) -> Actor | None:
    """The person with a new session, or nothing when address and password do not belong together.

    Raises TooManyTries after ten failures for the address in five minutes; a browser the person has signed in with
    before is not held up by other people's failures.
    """
    email = tidy_email(tried.email)
    person = db.session.scalars(select(Person).where(Person.email == email)).first()
    known = person is not None and person.id == tried.known_person_id
    if not known and _held_up(email, tried.address, now=now):
        raise TooManyTries
    usable = person is not None and person.deactivated_at is None
    fits = password_fits(person.password_hash if person and usable else None, tried.password)
    if person is None or not fits:
        _count_failure(email, tried, person.id if person else None, now=now)
        return None
    return _begin(person, tried, now=now)


def forget_old_attempts(now: datetime) -> None:
    """Drop failures that no longer count."""
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW * 12))


def _held_up(email: str, address: str, *, now: datetime) -> bool:
    since = now - WINDOW
    for_account, from_address = db.session.execute(
        select(
            select(func.count())
            .where(SignInAttempt.email_hash == hashed(email), SignInAttempt.at > since)
            .scalar_subquery(),
            select(func.count()).where(SignInAttempt.address == address, SignInAttempt.at > since).scalar_subquery(),
        )
    ).one()
    return bool(for_account >= MOST_FOR_AN_ACCOUNT or from_address >= MOST_FROM_AN_ADDRESS)


def _count_failure(email: str, tried: Tried, person_id: int | None, *, now: datetime) -> None:
    who = Actor(person_id=None, name="not signed in")
    with transaction() as session:
        session.add(SignInAttempt(email_hash=hashed(email), address=tried.address[:60], at=now))
        audit.record(who, "sign_in", ("person", person_id or "unknown"), outcome=audit.REFUSED)


def _begin(person: Person, tried: Tried, *, now: datetime) -> Actor:
    person_id, name, email, old_hash = person.id, person.name, person.email, person.password_hash or ""
    better = hash_password(tried.password) if needs_new_hash(old_hash) else None
    with transaction() as session:
        key = begin_session(person_id, now=now, address=tried.address, browser=tried.browser)
        if better:
            session.execute(
                update(Person)
                .where(Person.id == person_id, Person.password_hash == old_hash)
                .values(password_hash=better)
            )
        cancel_links(person_id, now=now, purpose=LinkPurpose.RESET)  # whoever knows the password needs no new one
        actor = Actor(person_id=person_id, name=name, email=email, session_key=key)
        audit.record(actor, "sign_in", ("person", person_id))
    return actor
