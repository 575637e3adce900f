"""Put a message into the outbox."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, is_writing
from inclusion_app.foundation.outbox.models import OutboxMessage


def post_message(
    *,
    key: str,
    kind: str,
    person_id: int | None,
    email: str,
    subject: str,
    text: str,
    calendar: str | None = None,
    calendar_method: str | None = None,
) -> OutboxMessage:
    """Add a message in the transaction of the event it tells of; it leaves only when that commits.

    ``key`` is unique for event, recipient and version: posting the same key again is harmless and gives the first
    message. ``calendar`` is iCalendar text, ``calendar_method`` its METHOD. Raises RuntimeError outside a
    transaction.
    """
    if not is_writing():
        raise RuntimeError("A message is posted in the transaction of the event it tells of.")
    earlier = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).first()
    if earlier is not None:
        return earlier
    now = clock.now()
    message = OutboxMessage(
        key=key,
        kind=kind,
        person_id=person_id,
        email=email,
        subject=" ".join(subject.split())[:300],
        text=text,
        calendar=calendar,
        calendar_method=calendar_method,
        message_id=make_msgid(domain=urlsplit(current_app.config["BASE_URL"]).hostname),
        created_at=now,
        next_attempt_at=now,
    )
    db.session.add(message)
    return message
