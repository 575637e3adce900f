"""A thousand messages, two workers, killed thirty times in the middle of a mail: none is lost, none goes astray
(reliability.md, row 17). The kills are the mail server's doing, so nothing in the service knows of them."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
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
from tests.support.databases import Store
from tests.support.server import ROOT, run_command, settings_for

MESSAGES, UNDONE, KILLS = 1_000, 100, 30
STAGES = ("connect", "mail", "rcpt", "data", "taken", "any")
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
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        self._kill_at("rcpt")
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self._kill_at("data"):
            return "451 nobody there any more"
        mail = message_from_bytes(envelope.content)
        self.taken += [(address, str(mail["Message-ID"]), str(mail["Subject"])) for address in envelope.rcpt_tos]
        if self.stage == "taken" and self.mails_before <= 0:
            asyncio.get_running_loop().call_soon(self._kill)  # after the answer, before or after it is marked
        self.mails_before -= 1
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
    with _served(sinks[0]), _served(sinks[1]):
        kills = _kill_again_and_again(environment, sinks, chance)
        _deliver_the_rest(environment, sinks)
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
    with _served(sinks[0]), _served(sinks[1]):
        _deliver_the_rest(environment, sinks)
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
    """A message to each, in many acts; some acts are undone."""
    for start in range(0, MESSAGES, 50):
        with transaction():
            post_messages([_message(number) for number in range(start, start + 50)])
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


def _kill_again_and_again(
    environment: Mapping[str, str], sinks: list[KillingSink], chance: random.Random
) -> Counter[str]:
    kills: Counter[str] = Counter()
    for number in range(KILLS // 2):
        workers = [_worker(environment, sink) for sink in sinks]
        for which, (sink, worker) in enumerate(zip(sinks, workers, strict=True)):
            stage = STAGES[(2 * number + which) % len(STAGES)]
            kills[stage] += 1
            if stage == "any":
                _go(worker)
                time.sleep(chance.uniform(0.0, 0.08))  # before or after a claim, or after a mark
                worker.kill()
            else:
                sink.plan(worker.pid, stage, chance.randrange(6))
                _go(worker)
        for worker in workers:
            assert worker.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    return kills


def _deliver_the_rest(environment: Mapping[str, str], sinks: list[KillingSink]) -> None:
    """When the claims of the dead have run out, the living take over what they had."""
    workers = [_worker(environment, sink, ahead=AFTER_A_CLAIM) for sink in sinks]
    for worker in workers:
        _go(worker)
    latest = time.monotonic() + PATIENCE_SECONDS
    while _unsent() and time.monotonic() < latest:
        time.sleep(0.1)
    for worker in workers:
        worker.terminate()
    assert [worker.wait(PATIENCE_SECONDS) for worker in workers] == [0, 0]


def _worker(environment: Mapping[str, str], sink: KillingSink, *, ahead: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.races.mailing", sink.url, str(ahead)]
    pipe = subprocess.PIPE
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
    assert worker.stdout is not None
    with worker.stdout as said:
        assert said.readline() == "ready\n"
    return worker


def _go(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    with worker.stdin as said:
        said.write("go\n")


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
    assert len(taken) - MESSAGES <= kills["taken"] + kills["any"]
