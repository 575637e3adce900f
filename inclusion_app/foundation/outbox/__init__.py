"""Messages as rows: written with the fact they tell of, delivered afterwards by a worker."""

from inclusion_app.foundation.outbox.digests import DigestNote, post_digest_notes
from inclusion_app.foundation.outbox.models import DigestLine, MessageState, OutboxMessage
from inclusion_app.foundation.outbox.posting import Message, post_message, post_messages

__all__ = [
    "DigestLine",
    "DigestNote",
    "Message",
    "MessageState",
    "OutboxMessage",
    "post_digest_notes",
    "post_message",
    "post_messages",
]
