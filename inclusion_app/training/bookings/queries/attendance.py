"""What registers say of bookings, for those who look at a booking."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, and_, exists, select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Attendance, Booking
from inclusion_app.training.states import Mark

Marks = Mapping[int, Mapping[int, Attendance]]
"""By booking, then by session."""


def marks_of_bookings(booking_ids: Collection[int]) -> Marks:
    """What is marked of each of these bookings; one statement."""
    found: dict[int, dict[int, Attendance]] = defaultdict(dict)
    for row in db.session.scalars(select(Attendance).where(Attendance.booking_id.in_(booking_ids))):
        found[row.booking_id][row.session_id] = row
    return found


def never_came() -> ColumnElement[bool]:
    """Of the booking of the query the register says absent, and at no session anything else."""
    marked = exists().where(Attendance.booking_id == Booking.id)
    return and_(marked.where(Attendance.mark == Mark.ABSENT), ~marked.where(Attendance.mark != Mark.ABSENT))
