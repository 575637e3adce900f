"""Messages as rows: written with the fact they tell of, delivered afterwards by a worker."""

from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage
from inclusion_app.foundation.outbox.posting import Message, post_message, post_messages

__all__ = ["Message", "MessageState", "OutboxMessage", "post_message", "post_messages"]
