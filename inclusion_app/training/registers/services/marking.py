"""Marks: one at a time as they are ticked, or a whole session at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Attendance, Booking, Session
from inclusion_app.training.registers.rules import mark_problem
from inclusion_app.training.registers.services.locking import held_session
from inclusion_app.training.registers.services.outcomes import decide_outcomes
from inclusion_app.training.states import BookingState, Mark

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
        if not _with_a_place(run_id, booking_id):
            raise LookupError(f"Booking {booking_id} has no place on run {run_id}.")
        _check(said, session, "mark")
        row, changed = put_mark(actor, session, booking_id, said=said, marked_from=REGISTER, now=now)
        if changed:
            detail = {"session_id": session_id, "mark": said.mark, **({"reason": reason} if reason else {})}
            audit.record(actor, "mark_attendance", ("booking", booking_id), detail=detail)
            decide_outcomes(run_id, now=now)
    return row


def mark_session(
    actor: Actor,
    run_id: int,
    session_id: int,
    *,
    marks: Mapping[int, Said],
    now: datetime,
    rest: str = "",
    reason: str = "",
) -> int:
    """Mark everybody of a session at once, by booking; what stands already is left alone. Returns what has changed.

    ``rest`` is the mark of all others, those excepted who have one already. Raises RuleBroken naming
    ``mark-<booking>`` for what cannot be; nothing has changed then. LookupError.
    """
    with transaction():
        _, session = held_session(actor, session_id, run_id, reason=reason, now=now)
        placed, known = _with_a_place(run_id), _marks(session.id)
        wanted = {number: said for number, said in marks.items() if number in placed}
        if rest:
            wanted |= {number: Said(rest) for number in placed - known.keys() - wanted.keys()}
        _check_all(wanted, session)
        changed = put_marks(actor, session, wanted, known=known, now=now)
        if changed:
            detail = {"bookings": changed, **({"reason": reason} if reason else {})}
            audit.record(actor, "mark_session", ("session", session_id), detail=detail)
            decide_outcomes(run_id, now=now)
    return len(changed)


def put_mark(
    actor: Acting, session: Session, booking_id: int, *, said: Said, marked_from: str, now: datetime
) -> tuple[Attendance, bool]:
    """Write one mark, unless a later one stands there; tells whether anything has changed. The run is held."""
    known, marks = _marks(session.id, booking_id), {booking_id: said}
    changed = put_marks(actor, session, marks, known=known, now=now, marked_from=marked_from)
    return _marks(session.id, booking_id)[booking_id], bool(changed)


def put_marks(
    actor: Acting,
    session: Session,
    marks: Mapping[int, Said],
    *,
    known: Mapping[int, Attendance],
    now: datetime,
    marked_from: str = REGISTER,
) -> list[int]:
    """Write many marks of a session, in as few statements; the bookings whose mark has changed. The run is held."""
    fresh, changed, again = [], [], []
    for booking_id, said in sorted(marks.items()):
        values = _values(actor, said, marked_from=marked_from, now=now)
        row = known.get(booking_id)
        if row is None:
            fresh.append(values | {"session_id": session.id, "booking_id": booking_id})
        elif row.told_at > values["told_at"]:
            continue
        elif (row.mark, row.minutes) != (values["mark"], values["minutes"]):
            changed.append(values | {"id": row.id, "version": row.version + 1, "booking_id": booking_id})
        else:  # said again is said later: what another device meant in between no longer counts
            again.append({"id": row.id, "told_at": values["told_at"]})
    if fresh:
        db.session.execute(insert(Attendance), fresh)
    for rows in (changed, again):
        _update(rows)
    for row in known.values():
        db.session.expire(row)
    return [values["booking_id"] for values in (*fresh, *changed)]


def _values(actor: Acting, said: Said, *, marked_from: str, now: datetime) -> dict[str, Any]:
    return {
        "mark": said.mark,
        "minutes": said.minutes if said.mark == Mark.PART else None,
        "told_at": min(said.told_at or now, now),  # a device whose clock is ahead does not win for ever
        "marked_at": now,
        "marked_by_id": actor.person_id,
        "marked_from": marked_from,
    }


def _update(rows: list[dict[str, Any]]) -> None:
    """All rows by one statement: the mapper would send one for each, as it counts what each has met."""
    if rows:
        table = cast("Table", Attendance.__table__)
        names = rows[0].keys() - {"id"}
        statement = (
            update(table).where(table.c.id == bindparam("of_id")).values({n: bindparam(f"to_{n}") for n in names})
        )
        sent = [{"of_id": row["id"], **{f"to_{name}": row[name] for name in names}} for row in rows]
        db.session.connection().execute(statement, sent)


def _marks(session_id: int, booking_id: int | None = None) -> dict[int, Attendance]:
    query = select(Attendance).where(Attendance.session_id == session_id)
    if booking_id is not None:
        query = query.where(Attendance.booking_id == booking_id)
    return {row.booking_id: row for row in db.session.scalars(query)}


def _with_a_place(run_id: int, booking_id: int | None = None) -> frozenset[int]:
    query = select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
    if booking_id is not None:
        query = query.where(Booking.id == booking_id)
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
