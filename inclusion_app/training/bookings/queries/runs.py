"""How many people a run's fate concerns."""

from sqlalchemy import func, select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking
from inclusion_app.training.states import ACTIVE


def booked_on_run(run_id: int) -> int:
    """How many bookings of the run are active: with a place, waiting, or asked for."""
    return db.session.scalar(select(func.count()).where(Booking.run_id == run_id, Booking.state.in_(ACTIVE))) or 0


def unanswered_since_moved(run_id: int) -> int:
    """How many have not said whether they keep their place since the run was moved."""
    asked = select(func.count()).where(
        Booking.run_id == run_id, Booking.moved_at.is_not(None), Booking.state.in_(ACTIVE)
    )
    return db.session.scalar(asked) or 0
