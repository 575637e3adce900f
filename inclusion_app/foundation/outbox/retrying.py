"""Send again what could not be delivered, or was held back."""

from sqlalchemy import select, update

from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage

CAN_GO_AGAIN = (MessageState.DEAD, MessageState.HELD)


def retry_message(actor: Acting, message_id: int) -> None:
    """Put one message back among those that wait, with every attempt before it; the same Message-ID.

    Raises RuleBroken when it is neither dead nor held, LookupError when there is none.
    """
    with transaction() as session:
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()).first()
        if message is None:
            raise LookupError(f"There is no message {message_id}.")
        if message.state not in CAN_GO_AGAIN:
            raise RuleBroken(None, "This message has gone out, or is on its way")
        before = message.state
        message.state, message.attempts, message.next_attempt_at = MessageState.WAITING, 0, clock.now()
        audit.record(actor, "retry_message", message, detail={"before": before})


def retry_dead_messages(actor: Acting) -> int:
    """Put everything that could not be delivered back among what waits; returns how many messages."""
    with transaction() as session:
        done = session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == MessageState.DEAD)
            .values(state=MessageState.WAITING, attempts=0, next_attempt_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        number = int(done.rowcount)  # type: ignore[attr-defined]  # an UPDATE tells its rows
        if number:
            audit.record(actor, "retry_dead_messages", ("outbox_message", "dead"), detail={"messages": number})
    return number
