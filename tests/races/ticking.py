"""A scheduler that never rests, as a process of its own: ``python -m tests.races.ticking``.

It runs the jobs of waiting lists again and again. Each line it is sent is a number of days by which its clock goes
ahead from then on; it answers when it has run every job with that clock. Begun with the word ``unguarded`` it does
without its guard: how the race proves that it would see two schedulers offer one place twice.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from inclusion_app import create_app
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.services.offers import lapse_offers
from inclusion_app.training.bookings.services.waiting import keep_lists_moving
from tests.races.unheld import take_the_guard_out
from tests.support.server import ROOT

REST_SECONDS = 0.02
UNGUARDED = "unguarded"


@dataclass(frozen=True)
class Schedulers:
    """Schedulers that run beside each other."""

    processes: Sequence[subprocess.Popen[str]]

    def set_ahead(self, days: int) -> None:
        """Put every clock so many days ahead; each scheduler has run its jobs with it when this returns."""
        for process in self.processes:
            assert process.stdin is not None
            process.stdin.write(f"{days}\n")
            process.stdin.flush()
        for process in self.processes:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{days}\n"


@contextmanager
def schedulers(environment: Mapping[str, str], *words: str, number: int = 2) -> Iterator[Schedulers]:
    """So many schedulers for the length of the block, begun with those words."""
    command = [sys.executable, "-m", "tests.races.ticking", *words]
    pipe = subprocess.PIPE
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)
            )
            for _ in range(number)
        ]
        running = Schedulers(processes)
        running.set_ahead(0)
        yield running
        for process in processes:
            assert process.stdin is not None
            process.stdin.close()
        assert [process.wait(30) for process in processes] == [0] * number


def tick_until_stopped() -> None:
    """Every job, one after the other, until nobody sends anything any more."""
    said: list[int] = []
    stop = threading.Event()
    threading.Thread(target=_listen, args=(said, stop), daemon=True).start()
    with create_app().app_context():
        answered, ahead = 0, timedelta()
        while not stop.is_set():
            heard = len(said)
            if heard > answered:
                ahead = timedelta(days=said[-1])
            lapse_offers(clock.now() + ahead)
            keep_lists_moving(clock.now() + ahead)
            db.session.remove()
            if heard > answered:
                answered = heard
                print(said[heard - 1], flush=True)
            stop.wait(REST_SECONDS)


def _listen(said: list[int], stop: threading.Event) -> None:
    for line in iter(sys.stdin.readline, ""):
        said.append(int(line))  # noqa: PERF401  # each as it comes, not all when the last has come
    stop.set()


if __name__ == "__main__":
    if UNGUARDED in sys.argv:
        take_the_guard_out()
    tick_until_stopped()
