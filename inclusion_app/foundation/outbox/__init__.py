"""Messages as rows: written with the fact they tell of, delivered afterwards by a worker."""

from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage
from inclusion_app.foundation.outbox.posting import post_message

__all__ = ["MessageState", "OutboxMessage", "post_message"]
