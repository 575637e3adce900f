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
    before is not held up by other people's failures, and has ten of its own. A try is counted before the password is
    looked at and taken back when it fits, so that many at once are not more than ten.
    """
    email = tidy_email(tried.email)
    person = db.session.scalars(select(Person).where(Person.email == email)).first()
    counted_as = _counted_as(email, person, tried)
    attempt_id = _count_try(counted_as, tried, now=now)
    if _held_up(counted_as, tried.address, now=now):
        _take_back(attempt_id)
        raise TooManyTries
    usable = person is not None and person.deactivated_at is None
    fits = password_fits(person.password_hash if person and usable else None, tried.password)
    if person is None or not fits:
        _record_failure(person.id if person else None)
        return None
    return _begin(person, tried, attempt_id, now=now)


def forget_old_attempts(now: datetime) -> None:
    """Drop failures that no longer count."""
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW * 12))


def _counted_as(email: str, person: Person | None, tried: Tried) -> str:
    """What tries are counted by: the address, apart for a browser that has signed the person in before."""
    known = person is not None and person.id == tried.known_person_id
    return hashed(f"known browser of {email}" if known else email)


def _count_try(counted_as: str, tried: Tried, *, now: datetime) -> int:
    with transaction() as session:
        attempt = SignInAttempt(email_hash=counted_as, address=tried.address[:60], at=now)
        session.add(attempt)
        session.flush()
        return attempt.id


def _take_back(attempt_id: int) -> None:
    with transaction() as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == attempt_id))


def _held_up(counted_as: str, address: str, *, now: datetime) -> bool:
    """More than ten with this one; whoever of many at once was counted last sees all the others."""
    since = now - WINDOW
    for_account, from_address = db.session.execute(
        select(
            select(func.count())
            .where(SignInAttempt.email_hash == counted_as, SignInAttempt.at > since)
            .scalar_subquery(),
            select(func.count()).where(SignInAttempt.address == address, SignInAttempt.at > since).scalar_subquery(),
        )
    ).one()
    return bool(for_account > MOST_FOR_AN_ACCOUNT or from_address > MOST_FROM_AN_ADDRESS)


def _record_failure(person_id: int | None) -> None:
    who = Actor(person_id=None, name="not signed in")
    with transaction():
        audit.record(who, "sign_in", ("person", person_id or "unknown"), outcome=audit.REFUSED)


def _begin(person: Person, tried: Tried, attempt_id: int, *, now: datetime) -> Actor:
    person_id, name, email, old_hash = person.id, person.name, person.email, person.password_hash or ""
    better = hash_password(tried.password) if needs_new_hash(old_hash) else None
    with transaction() as session:
        _take_back(attempt_id)
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
