"""Self check-in: a code shown in the room, with which people mark themselves present."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import REFUSED, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Booking, BookingParticipant, Session
from inclusion_app.training.registers.rules import OPENS_BEFORE
from inclusion_app.training.registers.services.locking import held_open_session
from inclusion_app.training.registers.services.marking import Said, put_mark
from inclusion_app.training.states import BookingState, Mark

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
LENGTH = 6
MOST_TRIES, WINDOW = 10, timedelta(minutes=10)
WRONG = "There is no session with that code now. Look at the code in the room again"
NO_PLACE = "You have no place on this run. Ask whoever takes the register"
TOO_OFTEN = "You have tried too many codes. Wait ten minutes, or ask whoever takes the register"
CHECK_IN = "check_in"


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
    code = tidy_code(typed)
    with transaction():
        if _tries(actor, now=now) >= MOST_TRIES:
            raise RuleBroken("code", TOO_OFTEN)
        found = db.session.execute(
            select(Session.id, Session.run_id).where(
                Session.check_in_code == code, Session.starts_at <= now + OPENS_BEFORE, Session.ends_at >= now
            )
        ).first()
        if not code or found is None:
            raise RuleBroken("code", WRONG)
        booking_id = _own_booking(actor, found.run_id)
        if booking_id is None:
            raise RuleBroken("code", NO_PLACE)
        _, session = held_open_session(found.id, found.run_id, now=now)
        said = Said(Mark.PRESENT)
        _, changed = put_mark(actor, session, booking_id, said=said, marked_from="check-in", now=now)
        if changed:
            audit.record(actor, CHECK_IN, ("booking", booking_id), detail={"session_id": session.id})
    return session


def note_refused_check_in(actor: Actor) -> None:
    """Count a try that failed, over all processes."""
    with transaction():
        audit.record(actor, CHECK_IN, ("session", "unknown"), outcome=REFUSED)


def tidy_code(typed: str) -> str:
    """A code as it is kept, whatever was put between its characters."""
    return "".join(character for character in typed.upper() if character in ALPHABET)[:12]


def _tries(actor: Actor, *, now: datetime) -> int:
    failed = select(func.count()).where(
        AuditEvent.actor_id == actor.person_id,
        AuditEvent.act == CHECK_IN,
        AuditEvent.outcome == REFUSED,
        AuditEvent.at > now - WINDOW,
    )
    return db.session.scalar(failed) or 0


def _own_booking(actor: Actor, run_id: int) -> int | None:
    comes_along = exists().where(
        and_(BookingParticipant.booking_id == Booking.id, BookingParticipant.person_id == actor.person_id)
    )
    return db.session.scalar(
        select(Booking.id)
        .where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
        .where(or_(Booking.person_id == actor.person_id, comes_along))
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
