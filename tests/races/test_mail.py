"""A thousand messages, two workers, killed thirty times in the middle of a mail: none is lost, none goes astray
(reliability.md, row 17). The kills are the mail server's doing, so nothing in the service knows of them."""

import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from tests.integration.foundation.mail import Serving
from tests.races.mailing import Nursery, nursery
from tests.support.databases import Store
from tests.support.server import run_command, settings_for

MESSAGES, UNDONE, KILLS = 1_000, 100, 30
STAGES = ("before the claim", "claimed", "connect", "mail", "rcpt", "data", "answered", "marked", "any")
AMBIGUOUS = ("answered", "any")
"""Where a mail has been taken and nobody has noted it; the others are killed where that is certain."""
AFTER_A_CLAIM = 16  # minutes: longer than a claim lasts
PATIENCE_SECONDS = 60


@dataclass
class KillingSink:
    """Takes every mail; kills the worker that sends it at a stage of one of its mails, when it is told to."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""
    pid: int = 0
    stage: str = ""
    mails_before: int = 0

    def plan(self, pid: int, stage: str, mails_before: int) -> None:
        """Kill that process at that stage of the mail after so many."""
        self.pid, self.stage, self.mails_before = pid, stage, mails_before

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, name: str, answers: Any) -> Any:  # noqa: N802
        session.host_name = name
        self._kill_at("connect")
        return answers

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        self._kill_at("mail")
        if self.mails_before < 0:
            self._kill_at("marked")  # the mail before this one has been noted, or this one would not begin
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        self._kill_at("rcpt")
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self._kill_at("data"):
            return "451 nobody there any more"
        mail = message_from_bytes(envelope.content)
        self.taken += [(address, str(mail["Message-ID"]), str(mail["Subject"])) for address in envelope.rcpt_tos]
        self.mails_before -= 1
        if self.stage == "answered" and self.mails_before < 0:
            await server.push("250 taken")  # said, and dead before it can note that
            self._kill()
        return "250 taken"

    def _kill_at(self, stage: str) -> bool:
        if stage != self.stage or (self.mails_before > 0 and stage != "connect"):
            return False
        self._kill()
        return True

    def _kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.pid, self.stage = 0, ""


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


def test_a_thousand_messages_and_thirty_kills(county: tuple[Flask, Mapping[str, str]], capsys: Any) -> None:
    _, environment = county
    _post_all()
    sinks, chance = [KillingSink(), KillingSink()], random.Random(17)
    with _served(sinks[0]), _served(sinks[1]), nursery(environment) as workers:
        kills = _kill_again_and_again(workers, sinks, chance)
        _deliver_the_rest(workers, sinks)
    taken = [mail for sink in sinks for mail in sink.taken]
    _assert_right(taken, kills)
    doubled = len(taken) - MESSAGES
    with capsys.disabled():
        print(f"\n{MESSAGES} messages, {sum(kills.values())} kills ({dict(kills)}): 0 lost, {doubled} sent twice")
    run_command(environment, "invariants")


def test_without_a_kill_each_goes_once(county: tuple[Flask, Mapping[str, str]]) -> None:
    _, environment = county
    _post_all()
    sinks = [KillingSink(), KillingSink()]
    with _served(sinks[0]), _served(sinks[1]), nursery(environment) as workers:
        _deliver_the_rest(workers, sinks)
    taken = [mail for sink in sinks for mail in sink.taken]
    assert len(taken) == MESSAGES
    _assert_right(taken, Counter())


@contextmanager
def _served(sink: KillingSink) -> Iterator[None]:
    server = Serving(sink)  # type: ignore[arg-type]  # a sink of its own kind
    server.start()
    try:
        yield
    finally:
        server.stop()


def _post_all() -> None:
    """A thousand acts, each with a message; some more are undone."""
    for number in range(MESSAGES):
        with transaction():
            post_messages([_message(number)])
    for number in range(UNDONE):
        with pytest.raises(ZeroDivisionError):
            _undone(MESSAGES + number)


def _undone(number: int) -> None:
    with transaction():
        post_messages([_message(number)])
        raise ZeroDivisionError


def _message(number: int) -> Message:
    address = f"person{number}@school.example"
    return Message(
        key=f"act:{number}", kind="told", person_id=None, email=address, subject=f"For {number}", text="Hello"
    )


def _kill_again_and_again(workers: Nursery, sinks: list[KillingSink], chance: random.Random) -> Counter[str]:
    """Two at a time, each killed at a stage of its own."""
    kills: Counter[str] = Counter()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for number in range(KILLS // 2):
            begun = []
            for which, sink in enumerate(sinks):
                stage = STAGES[(2 * number + which) % len(STAGES)]
                kills[stage] += 1
                begun.append(_doomed(workers, sink, stage, chance=chance, silent=silent))
            assert [workers.ended(pid) for pid in begun] == [-signal.SIGKILL] * 2
    return kills


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


def _deliver_the_rest(workers: Nursery, sinks: list[KillingSink]) -> None:
    """When the claims of the dead have run out, the living take over what they had."""
    begun = [workers.begin(sink.url, minutes_ahead=AFTER_A_CLAIM) for sink in sinks]
    for pid in begun:
        workers.let_go(pid)
    _wait_until(lambda: not _unsent())
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


def _assert_right(taken: list[tuple[str, str, str]], kills: Counter[str]) -> None:
    """Each got their own, under one Message-ID; twice only where somebody died between the answer and the mark."""
    assert _unsent() == 0
    ids = dict(db.session.execute(select(OutboxMessage.email, OutboxMessage.message_id)).all())
    assert len(ids) == MESSAGES
    assert {address for address, _, _ in taken} == set(ids)
    assert not [mail for mail in taken if ids[mail[0]] != mail[1]]
    assert not [mail for mail in taken if mail[0] != f"person{mail[2].removeprefix('For ')}@school.example"]
    times = Counter(address for address, _, _ in taken)
    assert max(times.values()) <= 2
    assert len(taken) - MESSAGES <= sum(kills[stage] for stage in AMBIGUOUS)
    assert len(taken) > MESSAGES or not kills["answered"]  # otherwise nobody died where it matters
