"""What must be true of registers and outcomes in every copy of the database."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import Attendance, Booking, Course, OutcomeOfRun, Run, Session
from inclusion_app.training.registers.rules import Attended, Meeting, outcome_of
from inclusion_app.training.states import BookingState, CameBy, Mark


def _own_sessions() -> list[str]:
    query = (
        select(Attendance.id, Attendance.booking_id, Attendance.session_id)
        .join(Booking, Booking.id == Attendance.booking_id)
        .join(Session, Session.id == Attendance.session_id)
        .where(Session.run_id != Booking.run_id)
        .order_by(Attendance.id)
    )
    return rows(query, "attendance {0} marks booking {1} at session {2}, which is of another run")


def _outcomes_of_confirmed() -> list[str]:
    query = (
        select(OutcomeOfRun.booking_id, Booking.state)
        .join(Booking, Booking.id == OutcomeOfRun.booking_id)
        .where(Booking.state != BookingState.CONFIRMED)
        .order_by(OutcomeOfRun.booking_id)
    )
    return rows(query, "booking {0} is {1} and has an outcome")


def _outcomes_by_the_rule() -> list[str]:
    """Where the register is closed, every outcome is what the rule makes of the marks."""
    closed = (
        select(Booking.id, Run.id, Run.completion_rule, Course.completion_rule, OutcomeOfRun.outcome)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Run.register_closed_at.is_not(None), Booking.state == BookingState.CONFIRMED)
        .where(Booking.came_by != CameBy.IMPORT)
        .order_by(Booking.id)
    )
    meetings: dict[int, list[Meeting]] = {}
    for number, run_id, starts_at, ends_at in db.session.execute(
        select(Session.id, Session.run_id, Session.starts_at, Session.ends_at)
    ):
        meetings.setdefault(run_id, []).append(Meeting(number, int((ends_at - starts_at).total_seconds() // 60)))
    attended: dict[int, dict[int, Attended]] = {}
    for booking_id, session_id, mark, minutes in db.session.execute(
        select(Attendance.booking_id, Attendance.session_id, Attendance.mark, Attendance.minutes)
    ):
        attended.setdefault(booking_id, {})[session_id] = Attended(Mark(mark), minutes)
    wrong = []
    for booking_id, run_id, own_rule, rule, outcome in db.session.execute(closed):
        wanted = outcome_of(own_rule or rule, meetings.get(run_id, []), attended.get(booking_id, {}))
        if wanted != outcome:
            wrong.append(f"booking {booking_id} has the outcome {outcome}, the rule makes it {wanted}")
    return wrong


CHECKS = (
    Check("registers: a mark is of a session of the booking's own run", _own_sessions),
    Check("outcomes: only who has a place has one", _outcomes_of_confirmed),
    Check("outcomes: where the register is closed they follow from it", _outcomes_by_the_rule),
)
