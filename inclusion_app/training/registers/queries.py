"""Registers as pages show them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import open_schools
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun
from inclusion_app.training.registers.rules import as_shown
from inclusion_app.training.states import ACTIVE, BookingState


@dataclass(frozen=True)
class Line:
    """One place on the register of a session, and what is marked."""

    booking: Booking
    attendance: Attendance | None

    @property
    def shown(self) -> str:
        """What the page shows as marked."""
        return as_shown(self.attendance.mark, self.attendance.minutes) if self.attendance else ""


def lines_of(run_id: int, session_id: int) -> list[Line]:
    """Everybody with a place, by name, and their marks; with what to provide and who comes along. Three statements."""
    bookings = db.session.scalars(
        select(Booking)
        .join(Booking.person)
        .where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
        .options(joinedload(Booking.person), joinedload(Booking.school), joinedload(Booking.need))
        .options(selectinload(Booking.participants))
        .order_by(Person.name, Booking.id)
    ).all()
    marks = {
        row.booking_id: row for row in db.session.scalars(select(Attendance).where(Attendance.session_id == session_id))
    }
    return [Line(booking, marks.get(booking.id)) for booking in bookings]


def mark_of(session_id: int, booking_id: int) -> Attendance | None:
    """What stands of one booking at one session."""
    return db.session.scalars(
        select(Attendance).where(Attendance.session_id == session_id, Attendance.booking_id == booking_id)
    ).first()


def number_marked(run_id: int) -> dict[int, int]:
    """How many of those with a place are marked, by session."""
    rows = db.session.execute(
        select(Attendance.session_id, func.count())
        .join(Booking, Booking.id == Attendance.booking_id)
        .where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
        .group_by(Attendance.session_id)
    )
    return dict(rows.all())


def number_placed(run_id: int) -> int:
    """How many have a place."""
    placed = select(func.count()).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED)
    return db.session.scalar(placed) or 0


def number_of_outcomes(run_id: int) -> dict[str, int]:
    """How many completed the run, did a part, or did not."""
    rows = db.session.execute(
        select(OutcomeOfRun.outcome, func.count())
        .join(Booking, Booking.id == OutcomeOfRun.booking_id)
        .where(Booking.run_id == run_id)
        .group_by(OutcomeOfRun.outcome)
    )
    return dict(rows.all())


def schools_to_choose(run_id: int) -> tuple[list[School], list[School]]:
    """Open schools with somebody on the run or waiting for it, and all other open schools, by name."""
    with_people = set(
        db.session.scalars(select(Booking.school_id).where(Booking.run_id == run_id, Booking.state.in_(ACTIVE)))
    )
    schools = open_schools()
    return (
        [school for school in schools if school.id in with_people],
        [school for school in schools if school.id not in with_people],
    )
