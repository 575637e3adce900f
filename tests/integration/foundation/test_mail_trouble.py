"""A mail server in trouble with some of its recipients: each is waited for, given up or reached by itself
(reliability.md, row 18). The clock jumps from one attempt to the next."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.foundation.outbox import MessageState, deliveries
from inclusion_app.foundation.outbox.worker import LONGEST_WAIT, MOST_ATTEMPTS, deliver_due, wait_after
from tests.integration.foundation.mail import Serving, Sink, SteppedClock, outbox, post, smtp

FINE = [f"fine{number}@school.example" for number in range(10)]
BUSY, LATER, NOBODY = "busy@school.example", "later@school.example", "nobody@school.example"
SILENT, DROPPED, ONCE = "silent@school.example", "dropped@school.example", "once@school.example"
NEVER = (BUSY, LATER, SILENT, DROPPED)
"""Who is not reached, however often it is tried."""
STALL, DROP = "stall", "drop"
PATIENCE_SECONDS = 0.5


@dataclass
class ScriptedSink(Sink):
    """Besides its answers: says nothing at all, or hangs up, where the script says ``stall`` or ``drop``."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802, PLR0917  # aiosmtpd calls it so
        answer = await super().handle_RCPT(server, session, envelope, address, options)
        if answer == STALL:
            await asyncio.sleep(2 * PATIENCE_SECONDS)
        if answer in {STALL, DROP}:
            server.transport.close()
        return answer


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedSink]:
    monkeypatch.setattr(deliveries, "SMTP_TIMEOUT_SECONDS", PATIENCE_SECONDS)
    sink = ScriptedSink()
    serving = Serving(sink)
    serving.start()
    yield sink
    serving.stop()


def test_each_recipient_in_trouble_is_alone_with_it(database: SQLAlchemy, sink: ScriptedSink) -> None:
    """Four are tried again after longer and longer waits until they are given up, and hold up nobody; one is
    unknown, and tried once; one is reached at the second attempt; everybody else at the first."""
    said = {BUSY: "421 busy", LATER: "451 try later", SILENT: STALL, DROPPED: DROP}
    sink.answers = {who: [answer] * MOST_ATTEMPTS for who, answer in said.items()}
    sink.answers |= {NOBODY: ["550 no such person"], ONCE: ["451 greylisted"]}
    post(BUSY, *FINE[:3], NOBODY, SILENT, *FINE[3:6], DROPPED, LATER, ONCE, *FINE[6:])
    time = SteppedClock()
    time.step(timedelta(minutes=1))
    waits = []
    with smtp(sink, time) as way:
        for attempt in range(1, MOST_ATTEMPTS + 1):
            assert deliver_due(way, time) == {1: len(FINE) + 6, 2: 5}.get(attempt, len(NEVER))
            assert deliver_due(way, time) == 0  # nobody before their time
            _assert_where_they_are(attempt)
            waits.append(outbox()[BUSY].next_attempt_at - time())
            time.step(waits[-1])
        time.step(timedelta(days=30))
        assert deliver_due(way, time) == 0  # who was given up stays so
    assert waits == [wait_after(attempt) for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert max(waits) <= LONGEST_WAIT
    assert sorted(sink.recipients) == sorted([*FINE, ONCE])


def _assert_where_they_are(attempt: int) -> None:
    """Every recipient by itself, after so many attempts."""
    now = outbox()
    assert {now[who].state for who in FINE} == {MessageState.SENT}
    assert (now[NOBODY].state, now[NOBODY].attempts) == (MessageState.DEAD, 1)
    assert now[NOBODY].last_problem == "550 no such person"
    assert now[ONCE].state == (MessageState.WAITING if attempt == 1 else MessageState.SENT)
    given_up = MessageState.DEAD if attempt == MOST_ATTEMPTS else MessageState.WAITING
    assert {(now[who].state, now[who].attempts) for who in NEVER} == {(given_up, attempt)}
    assert all(now[who].last_problem for who in NEVER)


def test_the_longest_wait_is_six_hours() -> None:
    waits = [wait_after(attempt) for attempt in range(1, 15)]
    assert waits[:4] == [timedelta(minutes=minutes) for minutes in (1, 2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT == timedelta(hours=6)
