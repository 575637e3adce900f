"""The worker: takes messages out, and does what the schedule says. Any number of them may run at once."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from email.utils import formataddr
from functools import partial
from types import FrameType
from urllib.parse import urlsplit

from huey import MemoryHuey, crontab
from sqlalchemy.exc import SQLAlchemyError

from inclusion_app.config import Settings
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox.deliveries import Delivery, FileDelivery, SmtpDelivery
from inclusion_app.foundation.outbox.notify import NotifyDelivery
from inclusion_app.foundation.outbox.worker import deliver_due
from inclusion_app.schedule import JOBS, Job

IDLE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 30.0
AN_HOUR = 60
Clock = Callable[[], datetime]
Enter = Callable[[], AbstractContextManager[object]]
"""Steps into the app: a job has a context, and so a session, of its own."""
log = logging.getLogger(__name__)


def delivery_of(settings: Settings, clock: Clock) -> Delivery:
    """The way out that the settings name: GOV.UK Notify, an SMTP server, or files under ``DATA_DIR/mail``."""
    if settings.notify_key:
        return NotifyDelivery(
            settings.notify_key, settings.notify_template, settings.notify_url, f"{settings.base_url}/my-bookings"
        )
    host = urlsplit(settings.base_url).hostname or "localhost"
    sender = formataddr((settings.service_name, f"no-reply@{host}"))
    if settings.smtp_url:
        return SmtpDelivery(settings.smtp_url, sender, clock)
    return FileDelivery(settings.data_dir / "mail", sender, clock)


def work_once(delivery: Delivery, clock: Clock) -> int:
    """Run every job, and deliver all that is due; returns how many messages were taken up."""
    run_jobs(clock())
    taken_up = 0
    while number := deliver_due(delivery, clock):
        taken_up += number
    delivery.close()
    return taken_up


def work(delivery: Delivery, clock: Clock, *, stop: threading.Event) -> None:
    """Deliver until ``stop`` is set. While the database is away it waits, and goes on when it is back."""
    pause = IDLE_SECONDS
    while not stop.is_set():
        try:
            busy = deliver_due(delivery, clock) > 0
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


def run_jobs(now: datetime, jobs: Sequence[Job] = JOBS) -> None:
    """Run jobs, one after the other. What goes wrong with one is logged, and the others go on: it comes round again."""
    for job in jobs:
        try:
            job.run(now)
        except Exception:
            log.exception("The job %r has failed", job.name)
        finally:
            db.session.remove()


@contextmanager
def scheduled(enter: Enter, clock: Clock, jobs: Sequence[Job] = JOBS) -> Iterator[None]:
    """Every job at once, and then every so many minutes, beside whatever the block does.

    The queue is in memory: what has to be done follows from rows in the database, so a job that is lost with the
    process is made up for by the next (docs/adr/0007). One job runs at a time.
    """
    queue = MemoryHuey("inclusion", utc=True)
    put_on(queue, enter, clock, jobs)
    consumer = queue.create_consumer(workers=1, periodic=True, check_worker_health=False)
    _run_inside(enter, clock, jobs)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def put_on(queue: MemoryHuey, enter: Enter, clock: Clock, jobs: Sequence[Job]) -> None:
    """Have every job come round: every so many minutes of the hour, or once an hour."""
    for job in jobs:
        minutes = f"*/{job.every_minutes}" if job.every_minutes < AN_HOUR else "0"
        queue.periodic_task(crontab(minute=minutes), name=job.name)(partial(_run_inside, enter, clock, [job]))


def _run_inside(enter: Enter, clock: Clock, jobs: Sequence[Job]) -> None:
    with enter():
        run_jobs(clock(), jobs)


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
