"""What people need provided is deleted when it is no longer needed."""

from datetime import datetime

from sqlalchemy import delete, select

from inclusion_app.foundation.database import transaction
from inclusion_app.training.bookings.rules import NEEDS_KEPT_FOR
from inclusion_app.training.models import Booking, BookingNeed, Run


def delete_old_needs(now: datetime) -> int:
    """Delete access and dietary needs 30 days after their run has ended; returns how many."""
    with transaction() as session:
        over = select(Booking.id).join(Run, Run.id == Booking.run_id).where(Run.ends_at < now - NEEDS_KEPT_FOR)
        gone = session.execute(
            delete(BookingNeed).where(BookingNeed.booking_id.in_(over)).execution_options(synchronize_session=False)
        )
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE tells its rows
