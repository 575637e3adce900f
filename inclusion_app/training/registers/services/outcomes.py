"""Outcomes: decided from the register by the rule of the run, again whenever attendance changes."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import delete, insert, select

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings.rules import valid_until
from inclusion_app.training.certificates.services.issuing import set_certificates_right
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun, Run
from inclusion_app.training.registers.rules import Attended, Meeting, outcome_of
from inclusion_app.training.states import BookingState, Mark, RunOutcome


def decide_outcomes(run_id: int, *, now: datetime) -> None:
    """Write what came of every booking of the run, once its register is closed; before that nothing is decided.

    Nothing is written for bookings whose outcome stays the same. The run is held by whoever calls.
    """
    with transaction() as session:
        run = db.session.get_one(Run, run_id)
        if run.register_closed_at is None:
            return
        wanted = _outcomes(run)
        there = {
            row.booking_id: row
            for row in session.scalars(
                select(OutcomeOfRun)
                .join(Booking, Booking.id == OutcomeOfRun.booking_id)
                .where(Booking.run_id == run_id)
            )
        }
        stale = [n for n, row in there.items() if n not in wanted or row.outcome != wanted[n]]
        fresh = {n: outcome for n, outcome in wanted.items() if n not in there or n in stale}
        for number in stale:
            session.expunge(there[number])  # the row that comes in its place is read anew
        session.execute(delete(OutcomeOfRun).where(OutcomeOfRun.booking_id.in_(stale)))
        if fresh:
            session.execute(insert(OutcomeOfRun), [_row(run, n, outcome, now=now) for n, outcome in fresh.items()])
        set_certificates_right(run_id, now=now)


def _outcomes(run: Run) -> dict[int, RunOutcome]:
    rule = run.completion_rule or run.course.completion_rule
    meetings = [Meeting(s.id, int((s.ends_at - s.starts_at).total_seconds() // 60)) for s in run.sessions]
    attended: dict[int, dict[int, Attended]] = defaultdict(dict)
    for row in db.session.scalars(
        select(Attendance).where(Attendance.session_id.in_([meeting.id for meeting in meetings]))
    ):
        attended[row.booking_id][row.session_id] = Attended(Mark(row.mark), row.minutes)
    placed = db.session.scalars(
        select(Booking.id).where(Booking.run_id == run.id, Booking.state == BookingState.CONFIRMED)
    )
    return {number: outcome_of(rule, meetings, attended[number]) for number in placed}


def _row(run: Run, booking_id: int, outcome: RunOutcome, *, now: datetime) -> dict[str, object]:
    ended = london(run.ends_at).date()
    holds = valid_until(ended, run.course.valid_for_months) if outcome == RunOutcome.COMPLETED else None
    return {
        "booking_id": booking_id,
        "outcome": outcome,
        "decided_on": min(london(now).date(), ended) if outcome == RunOutcome.COMPLETED else london(now).date(),
        "valid_until": holds,
        "detail": {},
    }
