"""Workers that only deliver, each a process of its own, quickly begun: ``python -m tests.races.mailing``.

What takes long to begin has begun once; a line ``SMTP_URL MINUTES_AHEAD CLAIM_MINUTES`` makes a worker of it, and is
answered with its process id. A line with that id lets it go; it delivers until nothing is due, waits a moment and looks
again, until it is told to stop (or killed). A line ``wait ID`` is answered with how it ended, as ``subprocess`` says.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from inclusion_app import create_app
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import worker
from inclusion_app.foundation.outbox.deliveries import SmtpDelivery
from inclusion_app.foundation.outbox.worker import deliver_due
from tests.support.server import ROOT

CLAIM_MINUTES = worker.CLAIM_LASTS // timedelta(minutes=1)
SENDER = "inclusion@county.example"


@dataclass(frozen=True)
class Nursery:
    """Where workers begin."""

    process: subprocess.Popen[str]

    def begin(self, url: str, *, minutes_ahead: int = 0, claim_minutes: int = CLAIM_MINUTES) -> int:
        """A worker that waits to be let go, with a clock so far ahead, whose claims last so long; its process id."""
        return int(self._ask(f"{url} {minutes_ahead} {claim_minutes}"))

    def let_go(self, pid: int) -> None:
        """It may begin to deliver."""
        self._ask(str(pid))

    def ended(self, pid: int) -> int:
        """Wait until it has ended: its exit code, or the signal that ended it, below zero."""
        return int(self._ask(f"wait {pid}"))

    def _ask(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        assert answer, "The nursery of workers has died."
        return answer


@contextmanager
def nursery(environment: Mapping[str, str]) -> Iterator[Nursery]:
    """A nursery for the length of the block."""
    command, pipe = [sys.executable, "-m", "tests.races.mailing"], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def deliver_until_stopped(url: str, ahead: timedelta, go: int) -> None:
    """With a clock so far ahead, when something is written to ``go``."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def now() -> datetime:
        return clock.now() + ahead

    way = SmtpDelivery(url, SENDER, now)
    with create_app().app_context():
        os.read(go, 1)
        while not stop.is_set():
            if not deliver_due(way, now):
                stop.wait(0.02)
            db.session.remove()
        way.close()


def look_after_workers() -> None:
    """Begin them, let them go, and say how they ended."""
    gates: dict[int, int] = {}
    for line in iter(sys.stdin.readline, ""):
        match line.split():
            case [url, ahead, lasts]:
                hear, say = os.pipe()
                pid = os.fork()
                if not pid:
                    worker.CLAIM_LASTS = timedelta(minutes=int(lasts))
                    deliver_until_stopped(url, timedelta(minutes=int(ahead)), hear)
                    os._exit(0)
                gates[pid] = say
                print(pid, flush=True)
            case ["wait", pid]:
                print(os.waitstatus_to_exitcode(os.waitpid(int(pid), 0)[1]), flush=True)
            case [pid]:
                os.write(gates[int(pid)], b"!")
                print(pid, flush=True)


if __name__ == "__main__":
    look_after_workers()
