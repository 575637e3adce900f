"""Put messages into the outbox."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from email.utils import make_msgid
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, is_writing
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage

MOST_IN_ONE_STATEMENT = 200


@dataclass(frozen=True, kw_only=True)
class Message:
    """What to tell one person. ``key`` is unique for event, recipient and version.

    ``calendar`` is iCalendar text, ``calendar_method`` its METHOD. ``reply_to`` is where an answer goes.
    """

    key: str
    kind: str
    person_id: int | None
    email: str
    subject: str
    text: str
    calendar: str | None = None
    calendar_method: str | None = None
    reply_to: str = ""


def post_messages(messages: Sequence[Message]) -> None:
    """Add messages in the transaction of the event they tell of; they leave only when that commits.

    Posting a key again is harmless: the first message stays. Raises RuntimeError outside a transaction.
    """
    if not is_writing():
        raise RuntimeError("A message is posted in the transaction of the event it tells of.")
    db.session.flush()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    for start in range(0, len(messages), MOST_IN_ONE_STATEMENT):
        rows = [_row(message) for message in messages[start : start + MOST_IN_ONE_STATEMENT]]
        db.session.execute(dialect.insert(OutboxMessage).values(rows).on_conflict_do_nothing(index_elements=["key"]))


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
) -> None:
    """Add one message; as ``post_messages``."""
    message = Message(
        key=key,
        kind=kind,
        person_id=person_id,
        email=email,
        subject=subject,
        text=text,
        calendar=calendar,
        calendar_method=calendar_method,
    )
    post_messages([message])


def _row(message: Message) -> dict[str, object]:
    now = clock.now()
    return asdict(message) | {
        "subject": " ".join(message.subject.split())[:300],
        "message_id": make_msgid(domain=urlsplit(current_app.config["BASE_URL"]).hostname),
        "state": MessageState.WAITING,
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
        "last_problem": "",
        "reference": "",
    }
