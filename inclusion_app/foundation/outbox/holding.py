"""Hold messages back that must not go out."""

from sqlalchemy import update

from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage


def hold_waiting_messages() -> int:
    """Hold everything that waits: after a restore, or when a demonstration has been loaded. Returns how many."""
    with transaction() as session:
        held = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == MessageState.WAITING)
            .values(state=MessageState.HELD)
            .execution_options(synchronize_session=False)
        )
        return int(held.rowcount)  # type: ignore[attr-defined]  # an UPDATE tells its rows
