"""Marks: one at a time as they are ticked, or a whole session at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Attendance, Booking, Session
from inclusion_app.training.registers.rules import mark_problem
from inclusion_app.training.registers.services.locking import held_session
from inclusion_app.training.registers.services.outcomes import decide_outcomes
from inclusion_app.training.states import BookingState

REGISTER = "register"


@dataclass(frozen=True)
class Said:
    """What is said of one booking: the mark, minutes for a part, and when that was said on the device."""

    mark: str
    minutes: int | None = None
    told_at: datetime | None = None


def mark_attendance(
    actor: Actor, run_id: int, session_id: int, *, booking_id: int, said: Said, now: datetime, reason: str = ""
) -> Attendance:
    """Mark one booking at one session; of two devices the later one counts, whichever arrives first.

    Raises RuleBroken when the mark cannot be made (see ``held_session``), LookupError when the booking has no place.
    """
    with transaction():
        _, session = held_session(actor, session_id, run_id, reason=reason, now=now)
        if booking_id not in _with_a_place(run_id):
            raise LookupError(f"Booking {booking_id} has no place on run {run_id}.")
        _check(said, session, "mark")
        row, changed = put_mark(actor, session, booking_id, said=said, marked_from=REGISTER, now=now)
        if changed:
            detail = {"session_id": session_id, "mark": said.mark, **({"reason": reason} if reason else {})}
            audit.record(actor, "mark_attendance", ("booking", booking_id), detail=detail)
            decide_outcomes(run_id, now=now)
    return row


def mark_session(
    actor: Actor, run_id: int, session_id: int, *, marks: Mapping[int, Said], now: datetime, reason: str = ""
) -> int:
    """Mark everybody of a session at once, by booking; what stands already is left alone. Returns what has changed.

    Raises RuleBroken naming ``mark-<booking>`` for what cannot be; nothing has changed then. LookupError.
    """
    with transaction():
        _, session = held_session(actor, session_id, run_id, reason=reason, now=now)
        placed = _with_a_place(run_id)
        wanted = {number: said for number, said in marks.items() if number in placed}
        _check_all(wanted, session)
        known = _marks(session.id)
        changed = [
            number
            for number, said in sorted(wanted.items())
            if put_mark(actor, session, number, said=said, marked_from=REGISTER, now=now, known=known)[1]
        ]
        if changed:
            detail = {"bookings": changed, **({"reason": reason} if reason else {})}
            audit.record(actor, "mark_session", ("session", session_id), detail=detail)
            decide_outcomes(run_id, now=now)
    return len(changed)


def put_mark(
    actor: Acting,
    session: Session,
    booking_id: int,
    *,
    said: Said,
    marked_from: str,
    now: datetime,
    known: Mapping[int, Attendance] | None = None,
) -> tuple[Attendance, bool]:
    """Write the mark, unless a later one stands there; tells whether anything has changed. The run is held."""
    told_at = min(said.told_at or now, now)  # a device whose clock is ahead does not win for ever
    row = (_marks(session.id, booking_id) if known is None else known).get(booking_id)
    minutes = said.minutes if said.mark == "part" else None
    if row is None:
        row = Attendance(session_id=session.id, booking_id=booking_id)
        db.session.add(row)
    elif row.told_at > told_at or (row.mark, row.minutes) == (said.mark, minutes):
        return row, False
    row.mark, row.minutes, row.told_at, row.marked_at = said.mark, minutes, told_at, now
    row.marked_by_id, row.marked_from = actor.person_id, marked_from
    db.session.flush()
    return row, True


def _marks(session_id: int, booking_id: int | None = None) -> dict[int, Attendance]:
    query = select(Attendance).where(Attendance.session_id == session_id)
    if booking_id is not None:
        query = query.where(Attendance.booking_id == booking_id)
    return {row.booking_id: row for row in db.session.scalars(query)}


def _with_a_place(run_id: int) -> frozenset[int]:
    query = select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
    return frozenset(db.session.scalars(query))


def _check_all(marks: Mapping[int, Said], session: Session) -> None:
    found: list[tuple[str | None, str]] = []
    for number, said in marks.items():
        if problem := mark_problem(said.mark, said.minutes, most=_minutes(session)):
            found.append((f"mark-{number}", problem[1]))
    if found:
        raise RuleBroken.several(found)


def _check(said: Said, session: Session, field: str) -> None:
    if problem := mark_problem(said.mark, said.minutes, most=_minutes(session)):
        raise RuleBroken(field, problem[1])


def _minutes(session: Session) -> int:
    return int((session.ends_at - session.starts_at).total_seconds() // 60)
