"""``python -m benchmarks.mail``: how many messages a second workers hand to a mail server beside them.

The baseline of the same run is the same mails handed over by the standard library alone, with no outbox behind them.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier

from sqlalchemy import select

from benchmarks.stores import Place, postgresql, sqlite
from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from inclusion_app.foundation.outbox.deliveries import SmtpDelivery
from inclusion_app.foundation.outbox.worker import deliver_due
from tests.support.server import settings_for

MESSAGES, AT_ONCE = 1_000, 200
SENDER = "inclusion@county.example"


@contextmanager
def mail_server() -> Iterator[str]:
    """One that takes everything, in a process of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "benchmarks.sink", str(port)])
    try:
        _wait_for(port)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True)
class Mailed:
    """Messages a second: by one worker, by two at once, and by the bare library."""

    worker: float
    two: float
    bare: float


def measure(place: Place, url: str) -> Mailed:
    """How quick workers are on this database, against the bare library at the same mail server."""
    settings = settings_for(place.store.copy("mail"), place.folder / "mail")
    app = create_app(Settings.from_environment(settings))
    with app.app_context():
        _post(range(MESSAGES))
        bare = _rate(_deliver_bare, url)
        db.session.remove()
        worker = _rate(_deliver_all, url)
        _post(range(MESSAGES, 2 * MESSAGES))
        db.session.remove()
        db.engine.dispose()
    return Mailed(worker, _rate_of_two(settings, url), bare)


def _post(numbers: range) -> None:
    for start in numbers[::AT_ONCE]:
        with transaction():
            post_messages([_message(number) for number in range(start, start + AT_ONCE)])


def _rate_of_two(settings: dict[str, str], url: str) -> float:
    """Two workers, each in a process of its own that is ready before the time begins."""
    start = get_context("spawn")
    gate = start.Barrier(3)
    workers = [start.Process(target=_worker, args=(settings, url, gate)) for _ in range(2)]
    for worker in workers:
        worker.start()
    gate.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    return MESSAGES / (time.perf_counter() - began)


def _worker(settings: dict[str, str], url: str, gate: Barrier) -> None:
    with create_app(Settings.from_environment(settings)).app_context():
        way = SmtpDelivery(url, SENDER, clock.now)
        gate.wait()
        _deliver_all(way)
        way.close()
        db.session.remove()
        db.engine.dispose()


def _deliver_bare(way: SmtpDelivery) -> None:
    for row in db.session.scalars(select(OutboxMessage)).all():
        way.deliver(row)


def _deliver_all(way: SmtpDelivery) -> None:
    while deliver_due(way, clock.now):
        pass


def _rate(work: Callable[[SmtpDelivery], None], url: str) -> float:
    way = SmtpDelivery(url, SENDER, clock.now)
    began = time.perf_counter()
    work(way)
    seconds = time.perf_counter() - began
    way.close()
    return MESSAGES / seconds


def _message(number: int) -> Message:
    address = f"person{number}@school.example"
    said = "Good day.\n" * 30
    return Message(key=f"mail:{number}", kind="told", person_id=None, email=address, subject="Hello", text=said)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("The mail server did not start.")


def main() -> None:
    """Both databases, one after the other."""
    with mail_server() as url:
        for store in (sqlite, postgresql):
            with store() as place:
                found = measure(place, url)
                shares = f"{found.worker / found.bare:.2f} and {found.two / found.bare:.2f}"
                print(f"{place.name}: one worker {found.worker:.0f} messages a second, two {found.two:.0f}")
                print(f"  {shares} of what the bare library hands over, {found.bare:.0f}")


if __name__ == "__main__":
    main()
