"""Take due messages out: claim, deliver, mark; any number of workers at once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.outbox.deliveries import Delivery, NotEver, NotNow
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage

BATCH = 20  # at twenty seconds each, still done before the claim runs out
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
CLAIM_LASTS = timedelta(minutes=15)
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
    for message in claimed:
        try:
            reference = delivery.deliver(message) or ""
        except NotEver as problem:
            _mark(message, state=MessageState.DEAD, problem=str(problem), now=clock())
        except NotNow as problem:
            _mark_not_now(message, problem, now=clock())
        except Exception as fault:  # whatever is wrong with one message, the others go out
            log.exception("Message %s could not be delivered", message.id)
            _mark_not_now(message, fault, now=clock())
        else:
            _mark(message, state=MessageState.SENT, problem="", reference=reference, now=clock())
    return len(claimed)


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


def _mark_not_now(message: OutboxMessage, problem: Exception, *, now: datetime) -> None:
    given_up = message.attempts >= MOST_ATTEMPTS
    state = MessageState.DEAD if given_up else MessageState.WAITING
    _mark(message, state=state, problem=str(problem) or type(problem).__name__, now=now)


def _mark(message: OutboxMessage, *, state: MessageState, problem: str, now: datetime, reference: str = "") -> None:
    with transaction() as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message.id, OutboxMessage.state == MessageState.SENDING)
            .values(
                state=state,
                sent_at=now if state == MessageState.SENT else None,
                next_attempt_at=now + wait_after(message.attempts),
                last_problem=problem[:500],
                reference=reference,
            )
            .execution_options(synchronize_session=False)
        )
