"""Take due messages out: claim, deliver, mark; any number of workers at once."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal, select, update
from sqlalchemy.engine import Connection

from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox.deliveries import Delivery, NotEver, NotNow
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage

BATCH = 20  # at twenty seconds each, still done before the claim runs out
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
CLAIM_LASTS = timedelta(minutes=15)
MARKED = ("state", "sent_at", "next_attempt_at", "last_problem", "reference")
MARK = (  # made once: it is sent for every message
    update(OutboxMessage)
    .where(OutboxMessage.id == bindparam("message"), OutboxMessage.state == literal(MessageState.SENDING))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("state", "sent_at", "next_attempt_at", "last_problem", "reference")
        }
    )
)
log = logging.getLogger(__name__)


def wait_after(attempts: int) -> timedelta:
    """How long to wait before the next attempt: doubling from a minute, six hours at the most."""
    doublings: int = 2 ** (attempts - 1)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def deliver_due(delivery: Delivery, clock: Callable[[], datetime]) -> int:
    """Deliver one batch of due messages; returns how many were taken up (sent or not).

    A message is marked as being sent before it is sent. When the process dies in between, the claim runs out
    after ``CLAIM_LASTS`` and the message goes again under the same Message-ID: at least once, never lost.
    """
    claimed = _claim(clock())
    with _marks() as marks:
        for message in claimed:
            _mark(marks, message, _tried(delivery, message), now=clock())
    return len(claimed)


@dataclass(frozen=True)
class _Tried:
    """What has come of handing one message over."""

    state: MessageState
    problem: str = ""
    reference: str = ""


def _tried(delivery: Delivery, message: OutboxMessage) -> _Tried:
    try:
        reference = delivery.deliver(message) or ""
    except NotEver as problem:
        return _Tried(MessageState.DEAD, str(problem))
    except NotNow as problem:
        return _not_now(message, problem)
    except Exception as fault:  # whatever is wrong with one message, the others go out
        log.exception("Message %s could not be delivered", message.id)
        return _not_now(message, fault)
    return _Tried(MessageState.SENT, reference=reference)


@contextmanager
def _marks() -> Iterator[Connection]:
    """A connection that writes marks without waiting for the disc, one transaction for each.

    A mark that a power cut undoes only sends the same mail again under the same Message-ID, which mail systems
    recognise; waiting for the disc after each would halve what a worker can deliver. Everything else in the service
    waits, before and after.
    """
    connection = db.engine.connect().execution_options(sqlite_begin="IMMEDIATE")
    if connection.dialect.name == "postgresql":  # one statement is a transaction without being told so before and after
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
    try:
        _say(connection, {"sqlite": "PRAGMA synchronous=NORMAL", "postgresql": "SET synchronous_commit TO off"})
        yield connection
    finally:
        if not connection.closed:
            _say(connection, {"sqlite": "PRAGMA synchronous=FULL", "postgresql": "RESET synchronous_commit"})
        connection.close()


def _say(connection: Connection, words: Mapping[str, str]) -> None:
    """How a database waits for the disc is said once for the connection, outside of a transaction."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute(words[connection.dialect.name])


def _claim(now: datetime) -> list[OutboxMessage]:
    due = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.state.in_((MessageState.WAITING, MessageState.SENDING)), OutboxMessage.next_attempt_at <= now
        )
        .order_by(OutboxMessage.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        ids = session.scalars(due).all()
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id.in_(ids))
            .values(
                state=MessageState.SENDING,
                attempts=OutboxMessage.attempts + 1,
                next_attempt_at=now + CLAIM_LASTS,
            )
            .execution_options(synchronize_session=False)
        )
        query = select(OutboxMessage).where(OutboxMessage.id.in_(ids)).order_by(OutboxMessage.id)
        return list(session.scalars(query.execution_options(populate_existing=True)))


def _not_now(message: OutboxMessage, problem: Exception) -> _Tried:
    given_up = message.attempts >= MOST_ATTEMPTS
    state = MessageState.DEAD if given_up else MessageState.WAITING
    return _Tried(state, str(problem) or type(problem).__name__)


def _mark(marks: Connection, message: OutboxMessage, tried: _Tried, *, now: datetime) -> None:
    with marks.begin():
        marks.execute(
            MARK,
            {
                "message": message.id,
                "new_state": tried.state,
                "new_sent_at": now if tried.state == MessageState.SENT else None,
                "new_next_attempt_at": now + wait_after(message.attempts),
                "new_last_problem": tried.problem[:500],
                "new_reference": tried.reference,
            },
        )
