"""Bookings of the past with their attendance and outcomes, in few statements."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings.rules import valid_until
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun, Session
from inclusion_app.training.past.plan import Entry, Plan, PlannedRun, RunKey
from inclusion_app.training.states import BookingState, CameBy, Mark, RunOutcome

MARKS = {RunOutcome.COMPLETED: Mark.PRESENT, RunOutcome.PART: Mark.PART, RunOutcome.NOT: Mark.ABSENT}
Placed = tuple[int, int, PlannedRun, Entry]
"""Booking, run, and what the file says of them."""


def book(
    actor: Acting,
    plan: Plan,
    *,
    people: Mapping[str, int],
    runs: Mapping[RunKey, int],
    event: AuditEvent,
    now: datetime,
) -> None:
    """A confirmed booking for every entry of the plan, with its change, attendance and outcome."""
    with transaction() as session:
        rows, said = _rows(actor, plan, people=people, runs=runs, now=now)
        back = session.execute(insert(Booking).returning(Booking.uid, Booking.id), rows)
        made = {uid: booking_id for uid, booking_id in back}  # noqa: C416  # a row is no pair to the type checker
        placed: list[Placed] = [(made[uid], run_id, run, entry) for uid, (run_id, run, entry) in said.items()]
        note_changes(((number, None) for number, *_ in placed), BookingState.CONFIRMED, event=event, now=now)
        session.execute(insert(Attendance), list(_attendance(actor, placed, now=now)))
        session.execute(insert(OutcomeOfRun), [_outcome(number, run, entry) for number, _, run, entry in placed])


def _rows(
    actor: Acting, plan: Plan, *, people: Mapping[str, int], runs: Mapping[RunKey, int], now: datetime
) -> tuple[list[dict[str, Any]], dict[str, tuple[int, PlannedRun, Entry]]]:
    rows, said = [], {}
    for key, run in plan.runs.items():
        run_id = run.run_id or runs.get(key, 0)
        for entry in run.entries:
            person_id, uid = people[entry.line.email], uuid.uuid4().hex
            said[uid] = (run_id, run, entry)
            rows.append(
                {
                    "run_id": run_id,
                    "holder": f"person:{person_id}",
                    "person_id": person_id,
                    "school_id": entry.school_id,
                    "state": BookingState.CONFIRMED,
                    "came_by": CameBy.IMPORT,
                    "placed_by_id": actor.person_id,
                    "placed_at": now,
                    "uid": uid,
                    "overridden": [],
                }
            )
    return rows, said


def _attendance(actor: Acting, placed: list[Placed], *, now: datetime) -> Iterator[dict[str, Any]]:
    """At every session of the run as the outcome says: the file has no more to tell."""
    sessions: dict[int, list[int]] = {}
    query = select(Session.run_id, Session.id).where(Session.run_id.in_({run_id for _, run_id, _, _ in placed}))
    for run_id, session_id in db.session.execute(query.order_by(Session.id)):
        sessions.setdefault(run_id, []).append(session_id)
    for booking_id, run_id, _, entry in placed:
        for session_id in sessions[run_id]:
            yield {
                "session_id": session_id,
                "booking_id": booking_id,
                "mark": MARKS[entry.line.outcome],
                "marked_at": now,
                "told_at": now,
                "marked_by_id": actor.person_id,
                "marked_from": "import",
            }


def _outcome(booking_id: int, run: PlannedRun, entry: Entry) -> dict[str, Any]:
    completed = entry.line.outcome == RunOutcome.COMPLETED
    ended: date = run.last_day
    return {
        "booking_id": booking_id,
        "outcome": entry.line.outcome,
        "decided_on": ended,
        "valid_until": valid_until(ended, run.course.valid_for_months) if completed else None,
        "detail": {"imported": True},
    }
