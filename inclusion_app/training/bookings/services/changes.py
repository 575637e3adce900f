"""The history of bookings: one row for each change of state, naming its act on the audit trail."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert

from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import transaction
from inclusion_app.training.models import BookingChange
from inclusion_app.training.states import BookingState


def note_changes(
    bookings: Iterable[tuple[int, BookingState | None]],
    after: BookingState,
    *,
    event: AuditEvent,
    now: datetime,
    reason: str = "",
) -> None:
    """Write that each booking (its id, and the state it was in before) is in a new state by that act."""
    rows = [
        {"booking_id": number, "audit_id": event.id, "before": before, "after": after, "at": now, "reason": reason}
        for number, before in bookings
    ]
    if rows:
        with transaction() as session:
            session.execute(insert(BookingChange), rows)
