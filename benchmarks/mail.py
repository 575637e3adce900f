"""``python -m benchmarks.mail``: how many messages a second one worker hands to a mail server beside it.

The baseline of the same run is the same mails handed over by the standard library alone, with no outbox behind them.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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

MESSAGES = 1_000
SENDER = "inclusion@county.example"


@contextmanager
def mail_server() -> Iterator[str]:
    """One that takes everything, in a process of its own; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
    server = subprocess.Popen(command)
    try:
        _wait_for(port)
        yield f"smtp://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True)
class Mailed:
    """Messages a second: by one worker, and by the bare library."""

    worker: float
    bare: float


def measure(place: Place, url: str) -> Mailed:
    """How quick one worker is on this database, against the bare library at the same mail server."""
    address = place.store.copy("mail")
    app = create_app(Settings.from_environment(settings_for(address, place.folder / "mail")))
    with app.app_context():
        for start in range(0, MESSAGES, 200):
            with transaction():
                post_messages([_message(number) for number in range(start, start + 200)])
        bare = _rate(_deliver_bare, url)
        db.session.remove()
        worker = _rate(_deliver_all, url)
        db.session.remove()
        db.engine.dispose()
    return Mailed(worker, bare)


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
                share = found.worker / found.bare
                print(f"{place.name}: {found.worker:.0f} messages a second, {share:.2f} of the bare {found.bare:.0f}")


if __name__ == "__main__":
    main()
