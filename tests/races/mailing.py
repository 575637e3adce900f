"""A worker that only delivers, as a process of its own: ``python -m tests.races.mailing SMTP_URL MINUTES_AHEAD``.

It delivers until nothing is due, waits a moment and looks again, until it is told to stop (or killed).
"""

import signal
import sys
import threading
from datetime import datetime, timedelta

from inclusion_app import create_app
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox.deliveries import SmtpDelivery
from inclusion_app.foundation.outbox.worker import deliver_due

SENDER = "inclusion@county.example"


def deliver_until_stopped(url: str, ahead: timedelta) -> None:
    """With a clock so far ahead."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def now() -> datetime:
        return clock.now() + ahead

    way = SmtpDelivery(url, SENDER, now)
    with create_app().app_context():
        print("ready", flush=True)
        sys.stdin.readline()  # whoever started it says when to go
        while not stop.is_set():
            if not deliver_due(way, now):
                stop.wait(0.02)
            db.session.remove()
        way.close()


if __name__ == "__main__":
    deliver_until_stopped(sys.argv[1], timedelta(minutes=int(sys.argv[2])))
