"""Self check-in: a code shown in the room, with which people mark themselves present."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select

from inclusion_app.access.actor import ANONYMOUS, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.rules import tidy_email
from inclusion_app.accounts.secrets import hashed
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import REFUSED, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Booking, BookingParticipant, Session
from inclusion_app.training.registers.queries import mark_of
from inclusion_app.training.registers.rules import OPENS_BEFORE
from inclusion_app.training.registers.services.locking import held_open_session
from inclusion_app.training.registers.services.marking import Said, put_mark
from inclusion_app.training.states import BookingState, Mark

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
LENGTH = 6
MOST_TRIES, WINDOW = 10, timedelta(minutes=10)
MOST_FROM_ONE_PLACE = 100
"""Tries without signing in that fail: a whole room shares one line, and a code cannot be guessed in so many."""
WRONG = "There is no session with that code now. Look at the code in the room again"
NO_ADDRESS = "Enter the e-mail address you were booked with"
NOT_TOGETHER = (
    "There is no place for this address at a session with that code now. Look at both again, or ask whoever takes the "
    "register"
)
NO_PLACE = "You have no place on this run. Ask whoever takes the register"
TOO_OFTEN = "You have tried too many codes. Wait ten minutes, or ask whoever takes the register"
CHECK_IN = "check_in"
NOBODY = AuditEvent.actor_id.is_(None)


def open_check_in(actor: Actor, run_id: int, session_id: int, *, now: datetime) -> str:
    """A new code for the session; one that was shown before no longer works.

    Raises RuleBroken before the register opens or when it is closed, LookupError.
    """
    with transaction():
        _, session = held_open_session(session_id, run_id, now=now)
        session.check_in_code = _free_code(now=now)
        audit.record(actor, "open_check_in", session)
        db.session.flush()
    return session.check_in_code


def check_in(actor: Actor, typed: str, *, now: datetime) -> Session:
    """Mark the actor present at the session whose code was typed; again, nothing changes.

    Raises RuleBroken beside ``code`` when there is no such session now, or the actor has no place on its run.
    """
    with transaction():
        if _tries(AuditEvent.actor_id == actor.person_id, now=now) >= MOST_TRIES:
            raise RuleBroken("code", TOO_OFTEN)
        found = _session_with(typed, now=now)
        if found is None:
            raise RuleBroken("code", WRONG)
        booking_id = _booking_of(actor.person_id, found.run_id)
        if booking_id is None:
            raise RuleBroken("code", NO_PLACE)
        _, session = held_open_session(found.id, found.run_id, now=now)
        said = Said(Mark.PRESENT)
        _, changed = put_mark(actor, session, booking_id, said=said, marked_from="check-in", now=now)
        if changed:
            audit.record(actor, CHECK_IN, ("booking", booking_id), detail={"session_id": session.id})
    return session


def check_in_by_address(email: str, typed: str, *, from_place: str, now: datetime) -> Session:
    """The same without signing in, by the address somebody was booked with: many who are booked have no account.

    Nothing that stands on the register already is changed so. Raises RuleBroken in the same words whether there is no
    such session or no place for the address, so that nothing is learned of who is booked. ``from_place`` is the network
    address it comes from.
    """
    address = tidy_email(email)
    if not address:
        raise RuleBroken("email", NO_ADDRESS)
    with transaction():
        by_address, by_place = AuditEvent.subject_id == _mark_of(address), AuditEvent.address == from_place
        if (
            _tries(NOBODY, by_address, now=now) >= MOST_TRIES
            or _tries(NOBODY, by_place, now=now) >= MOST_FROM_ONE_PLACE
        ):
            raise RuleBroken("code", TOO_OFTEN)
        found = _session_with(typed, now=now)
        booking_id = _booking_of(_person_at(address), found.run_id) if found else None
        if found is None or booking_id is None:
            raise RuleBroken("code", NOT_TOGETHER)
        _, session = held_open_session(found.id, found.run_id, now=now)
        if mark_of(session.id, booking_id) is None:
            put_mark(ANONYMOUS, session, booking_id, said=Said(Mark.PRESENT), marked_from="check-in", now=now)
            detail = {"session_id": session.id, "by": "address"}
            audit.record(ANONYMOUS, CHECK_IN, ("booking", booking_id), detail=detail)
    return session


def note_refused_check_in(actor: Actor, *, email: str = "") -> None:
    """Count a try that failed, over all processes; without signing in by the address that was typed."""
    subject = "unknown" if actor.is_signed_in else _mark_of(tidy_email(email))
    with transaction():
        audit.record(actor, CHECK_IN, ("session", subject), outcome=REFUSED)


def tidy_code(typed: str) -> str:
    """A code as it is kept, whatever was put between its characters."""
    return "".join(character for character in typed.upper() if character in ALPHABET)[:12]


def _tries(*whose: ColumnElement[bool], now: datetime) -> int:
    failed = select(func.count()).where(
        *whose,
        AuditEvent.act == CHECK_IN,
        AuditEvent.outcome == REFUSED,
        AuditEvent.at > now - WINDOW,
    )
    return db.session.scalar(failed) or 0


def _session_with(typed: str, *, now: datetime) -> Row[int, int] | None:
    """The session whose code was typed, while it works: its id and its run's."""
    code = tidy_code(typed)
    query = select(Session.id, Session.run_id).where(
        Session.check_in_code == code, Session.starts_at <= now + OPENS_BEFORE, Session.ends_at >= now
    )
    return db.session.execute(query).first() if code else None


def _person_at(address: str) -> int | None:
    query = select(Person.id).where(Person.email == address, Person.deactivated_at.is_(None))
    return db.session.scalar(query)


def _mark_of(address: str) -> str:
    """What stands for an address on the trail, which is no place to collect addresses in."""
    return hashed(address)[:40]


def _booking_of(person_id: int | None, run_id: int) -> int | None:
    if person_id is None:
        return None
    comes_along = exists().where(
        and_(BookingParticipant.booking_id == Booking.id, BookingParticipant.person_id == person_id)
    )
    return db.session.scalar(
        select(Booking.id)
        .where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
        .where(or_(Booking.person_id == person_id, comes_along))
        .order_by(Booking.id)
        .limit(1)
    )


def _free_code(*, now: datetime) -> str:
    used = set(
        db.session.scalars(
            select(Session.check_in_code).where(Session.check_in_code.is_not(None), Session.ends_at >= now)
        )
    )
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if code not in used:
            return code
