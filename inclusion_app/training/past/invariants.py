"""What must be true of attendance that was brought in."""

from sqlalchemy import select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun
from inclusion_app.training.states import CameBy


def _whole() -> list[str]:
    """A line is taken over with everything it says."""
    outcome = select(OutcomeOfRun.booking_id).where(OutcomeOfRun.booking_id == Booking.id).exists()
    marks = select(Attendance.id).where(Attendance.booking_id == Booking.id).exists()
    query = select(Booking.id).where(Booking.came_by == CameBy.IMPORT, ~(outcome & marks)).order_by(Booking.id)
    return rows(query, "booking {0} was brought in without its outcome or its attendance")


CHECKS = (Check("past attendance: what was brought in has its outcome and its marks", _whole),)
