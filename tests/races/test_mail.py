"""Messages, two workers, killed in the middle of their mails: none is lost, astray, or of an act that was undone
(reliability.md, row 17: with ``--long`` a thousand messages and thirty kills). The kills are the mail server's doing,
so nothing in the service knows of them.
"""

import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from tests.races.killing import KillingSink, served
from tests.races.mailing import CLAIM_MINUTES, Nursery, nursery
from tests.support.databases import Store
from tests.support.server import run_command, settings_for

STAGES = ("before the claim", "claimed", "connect", "mail", "rcpt", "data", "answered", "marked", "any")
AMBIGUOUS = ("answered", "any")
"""Where a mail has been taken and nobody has noted it; the others are killed where that is certain."""
UNDONE = 100
WITHOUT_CLAIMS = 60
AFTER_A_CLAIM = 16  # minutes: longer than a claim lasts
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Size:
    """How many acts there are, and how many kills: one for each stage, or those of reliability.md."""

    messages: int
    kills: int


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Size:
    """The long form takes minutes."""
    return Size(1_000, 30) if request.config.getoption("--long") else Size(200, 10)


@pytest.fixture
def county(app: Flask, store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """An app on a database of its own, and the environment that others reach it by."""
    url = store.copy(request.node.name.lower()[5:40])
    environment = settings_for(url, tmp_path)
    own = create_app(Settings.from_environment(environment))
    with own.app_context():
        yield own, environment
        db.session.remove()
        db.engine.dispose()


def test_killed_in_the_middle_of_mails_none_is_lost_or_goes_astray(
    county: tuple[Flask, Mapping[str, str]], size: Size, capsys: Any
) -> None:
    _, environment = county
    _post_all(size.messages)
    sinks, chance = [KillingSink(), KillingSink()], random.Random(17)
    with served(sinks[0]), served(sinks[1]), nursery(environment) as workers:
        kills = _kill_again_and_again(workers, sinks, chance, kills=size.kills)
        _deliver_the_rest(workers, sinks)
    taken = [mail for sink in sinks for mail in sink.taken]
    _assert_right(taken, kills, messages=size.messages)
    doubled = len(taken) - size.messages
    with capsys.disabled():
        print(f"\n{size.messages} messages, {sum(kills.values())} kills ({dict(kills)}): 0 lost, {doubled} sent twice")
    run_command(environment, "invariants")


def test_without_a_kill_each_goes_once(county: tuple[Flask, Mapping[str, str]], size: Size) -> None:
    _, environment = county
    _post_all(size.messages)
    sinks = [KillingSink(), KillingSink()]
    with served(sinks[0]), served(sinks[1]), nursery(environment) as workers:
        _deliver_the_rest(workers, sinks)
    taken = [mail for sink in sinks for mail in sink.taken]
    assert len(taken) == size.messages
    _assert_right(taken, Counter(), messages=size.messages)


def test_without_claims_that_last_two_workers_send_the_same_mail(county: tuple[Flask, Mapping[str, str]]) -> None:
    """The workers do meet: without their guard mails go twice."""
    _, environment = county
    _post_all(WITHOUT_CLAIMS)
    sinks = [KillingSink(), KillingSink()]
    with served(sinks[0]), served(sinks[1]), nursery(environment) as workers:
        _deliver_the_rest(workers, sinks, claim_minutes=0)
    assert sum(len(sink.taken) for sink in sinks) > WITHOUT_CLAIMS


def _post_all(messages: int) -> None:
    """So many acts, each with a message; some more are undone."""
    for number in range(messages):
        with transaction():
            post_messages([_message(number)])
    for number in range(UNDONE):
        with pytest.raises(ZeroDivisionError):
            _undone(messages + number)


def _undone(number: int) -> None:
    with transaction():
        post_messages([_message(number)])
        raise ZeroDivisionError


def _message(number: int) -> Message:
    address = f"person{number}@school.example"
    return Message(
        key=f"act:{number}", kind="told", person_id=None, email=address, subject=f"For {number}", text="Hello"
    )


def _kill_again_and_again(
    workers: Nursery, sinks: list[KillingSink], chance: random.Random, *, kills: int
) -> Counter[str]:
    """Two at a time, each killed at a stage of its own."""
    killed: Counter[str] = Counter()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for number in range(kills // 2):
            begun = []
            for which, sink in enumerate(sinks):
                stage = STAGES[(2 * number + which) % len(STAGES)]
                killed[stage] += 1
                begun.append(_doomed(workers, sink, stage, chance=chance, silent=silent))
            assert [workers.ended(pid) for pid in begun] == [-signal.SIGKILL] * 2
    return killed


def _doomed(workers: Nursery, sink: KillingSink, stage: str, *, chance: random.Random, silent: socket.socket) -> int:
    """A worker that has been let go, and is killed at that stage by the sink, or has been killed by now."""
    url = f"smtp://127.0.0.1:{silent.getsockname()[1]}" if stage == "claimed" else sink.url
    pid, claimed = workers.begin(url), _number_claimed()
    if stage in {"before the claim", "claimed", "any"}:
        workers.let_go(pid)
        if stage == "claimed":  # it has what it claimed, and waits for a server that says nothing
            _wait_until(lambda: _number_claimed() > claimed)
        elif stage == "any":
            time.sleep(chance.uniform(0.0, 0.3))
        os.kill(pid, signal.SIGKILL)
    else:
        sink.plan(pid, stage, chance.randrange(6))
        workers.let_go(pid)
    return pid


def _deliver_the_rest(workers: Nursery, sinks: list[KillingSink], *, claim_minutes: int = CLAIM_MINUTES) -> None:
    """When the claims of the dead have run out, the living take over what they had."""
    begun = [workers.begin(sink.url, minutes_ahead=AFTER_A_CLAIM, claim_minutes=claim_minutes) for sink in sinks]
    for pid in begun:
        workers.let_go(pid)
    left = _unsent()
    while left:  # patient for as long as anything goes out
        _wait_until(lambda before=left: _unsent() < before)  # type: ignore[misc]
        before, left = left, _unsent()
        assert left < before, f"{left} messages do not go out"
    for pid in begun:
        os.kill(pid, signal.SIGTERM)
    assert [workers.ended(pid) for pid in begun] == [0, 0]


def _wait_until(so: Callable[[], bool]) -> None:
    latest = time.monotonic() + PATIENCE_SECONDS
    while not so() and time.monotonic() < latest:
        time.sleep(0.02)


def _number_claimed() -> int:
    """How many claims there have been."""
    db.session.rollback()
    return db.session.scalar(select(func.sum(OutboxMessage.attempts))) or 0


def _unsent() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(OutboxMessage.state != "sent")) or 0


def _assert_right(taken: list[tuple[str, str, str]], kills: Counter[str], *, messages: int) -> None:
    """Each got their own, under one Message-ID; twice only where somebody died between the answer and the mark."""
    assert _unsent() == 0
    ids = dict(db.session.execute(select(OutboxMessage.email, OutboxMessage.message_id)).all())
    assert len(ids) == messages
    assert {address for address, _, _ in taken} == set(ids)
    assert not [mail for mail in taken if ids[mail[0]] != mail[1]]
    assert not [mail for mail in taken if mail[0] != f"person{mail[2].removeprefix('For ')}@school.example"]
    times = Counter(address for address, _, _ in taken)
    assert max(times.values()) <= 2
    assert len(taken) - messages <= sum(kills[stage] for stage in AMBIGUOUS)
    assert len(taken) > messages or not kills["answered"]  # otherwise nobody died where it matters
