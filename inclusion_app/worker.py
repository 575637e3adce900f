"""The worker: takes messages out, and tidies up what is no longer needed. Any number of them may run at once."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import formataddr
from types import FrameType
from urllib.parse import urlsplit

from sqlalchemy.exc import SQLAlchemyError

from inclusion_app.config import Settings
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox.deliveries import Delivery, FileDelivery, SmtpDelivery
from inclusion_app.foundation.outbox.worker import deliver_due
from inclusion_app.schedule import JOBS

IDLE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0
TIDY_EVERY = timedelta(hours=1)
Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def delivery_of(settings: Settings, clock: Clock) -> SmtpDelivery | FileDelivery:
    """The way out that the settings name: an SMTP server, or files under ``DATA_DIR/mail``."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    sender = formataddr((settings.service_name, f"no-reply@{host}"))
    if settings.smtp_url:
        return SmtpDelivery(settings.smtp_url, sender, clock)
    return FileDelivery(settings.data_dir / "mail", sender, clock)


def work_once(delivery: Delivery, clock: Clock) -> int:
    """Deliver all that is due now, and tidy up; returns how many messages were taken up."""
    taken_up = 0
    while number := deliver_due(delivery, clock):
        taken_up += number
    tidy_up(clock())
    delivery.close()
    return taken_up


def work(delivery: Delivery, clock: Clock, *, stop: threading.Event) -> None:
    """Deliver and tidy up until ``stop`` is set. While the database is away it waits, and goes on when it is back."""
    next_tidying, pause = clock(), IDLE_SECONDS
    while not stop.is_set():
        try:
            busy = deliver_due(delivery, clock) > 0
            if clock() >= next_tidying:
                tidy_up(clock())
                next_tidying = clock() + TIDY_EVERY
            pause = IDLE_SECONDS
        except SQLAlchemyError as trouble:
            log.warning("The database does not answer; trying again in %.0f seconds: %s", pause, trouble)
            busy, pause = False, min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            db.session.remove()
        if not busy:
            delivery.close()  # a server drops a connection that stays silent; a new one is opened when needed
            stop.wait(pause)
    delivery.close()


def tidy_up(now: datetime) -> None:
    """Run every job of the schedule."""
    for job in JOBS:
        job.run(now)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, so that what is under way is finished before the process ends."""
    stop = threading.Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
