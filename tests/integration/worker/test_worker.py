"""The worker delivers, tidies up, waits while the database is away, and stops when it is told."""

import os
import signal
import threading
from collections import Counter
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from huey import MemoryHuey
from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from inclusion_app import worker
from inclusion_app.accounts.models import SignInAttempt
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.drafts import Draft
from inclusion_app.foundation.idempotency import FormUse
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.foundation.outbox.deliveries import FileDelivery, SmtpDelivery
from inclusion_app.foundation.outbox.worker import deliver_due
from inclusion_app.schedule import Job
from inclusion_app.training.models import BookingNeed
from tests.factories.accounts import PersonFactory
from tests.factories.bookings import BookingFactory, need_of
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import new_office

AWAY = OperationalError("SELECT 1", {}, Exception("the database is away"))


class Kept:
    """A delivery that only remembers."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.closed = 0

    def deliver(self, message: OutboxMessage) -> None:
        self.keys.append(message.key)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def booked(database: SQLAlchemy) -> None:
    """Two messages wait: an invitation, and the summary of whoever booked."""
    office = new_office()
    office.book(RunFactory(course__title="Änderung"), office.staff("Zoë Reed"))


def states() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(OutboxMessage.state)))


@pytest.mark.usefixtures("booked")
def test_once_delivers_everything_that_is_due_and_a_second_time_nothing() -> None:
    delivery = Kept()
    assert worker.work_once(delivery, clock.now) == 2
    assert worker.work_once(delivery, clock.now) == 0
    assert len(delivery.keys) == len(set(delivery.keys)) == 2
    assert states() == {"sent"}


@pytest.mark.usefixtures("booked")
def test_the_command_writes_mails_as_files_that_mail_programs_read(app: Flask) -> None:
    folder = Path(app.config["DATA_DIR"]) / "mail"
    for old in folder.glob("*"):
        old.unlink()
    done = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert (done.exit_code, done.output) == (0, "2 messages taken up.\n")
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.iterdir())]
    invited = next(mail for mail in mails if mail["Subject"].startswith("You are booked"))
    calendar = next(part for part in invited.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert "SUMMARY:Änderung" in calendar.get_content()
    assert all(mail["Message-ID"].endswith("@localhost>") for mail in mails)


def test_what_has_been_kept_long_enough_is_deleted_and_nothing_else(database: SQLAlchemy) -> None:
    now = clock.now()
    person = PersonFactory()
    old_run = RunFactory(day=clock.today() - timedelta(days=40))
    need_of(BookingFactory(run=old_run))
    need_of(BookingFactory(run=RunFactory(day=clock.today() - timedelta(days=20))), diet="Halal")
    with transaction() as session:
        for days in (0, 40):
            then = now - timedelta(days=days)
            fields = {"person_id": person.id, "fields": {}, "saved_at": then}
            session.execute(insert(Draft).values(key=f"draft {days}", **fields))
            session.execute(insert(FormUse).values(digest=f"use {days}", used_at=then))
            session.execute(insert(SignInAttempt).values(email_hash=f"{days}", address="127.0.0.1", at=then))
    worker.run_jobs(now)
    db.session.rollback()
    assert list(db.session.scalars(select(Draft.key))) == ["draft 0"]
    assert list(db.session.scalars(select(FormUse.digest))) == ["use 0"]
    assert list(db.session.scalars(select(SignInAttempt.email_hash))) == ["0"]
    assert list(db.session.scalars(select(BookingNeed.diet))) == ["Halal"]


@pytest.mark.parametrize(("days", "kept"), [(29, 1), (31, 0)])
def test_needs_stand_until_thirty_days_after_the_run(database: SQLAlchemy, days: int, kept: int) -> None:
    need_of(BookingFactory(run=RunFactory(day=clock.today() - timedelta(days=days))))
    worker.run_jobs(clock.now())
    assert db.session.scalar(select(func.count()).select_from(BookingNeed)) == kept


@pytest.mark.usefixtures("booked")
def test_it_waits_while_the_database_is_away_and_goes_on_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)
    stop, delivery, tries = threading.Event(), Kept(), []

    def sometimes(*_arguments: object) -> int:
        tries.append(1)
        if len(tries) <= 3:
            raise AWAY
        number = deliver_due(delivery, clock.now)
        if not number:
            stop.set()
        return number

    with patch.object(worker, "deliver_due", sometimes):
        worker.work(delivery, clock.now, stop=stop)
    assert len(delivery.keys) == 2
    assert states() == {"sent"}


def test_every_job_runs_at_the_start_and_one_that_fails_stops_no_other(app: Flask, database: SQLAlchemy) -> None:
    ran: list[str] = []

    def broken(_now: datetime) -> None:
        ran.append("broken")
        raise RuntimeError("on purpose")

    jobs = (Job("broken", 1, broken), Job("sound", 60, lambda _now: ran.append("sound")))
    with worker.scheduled(app.app_context, clock.now, jobs):
        assert ran[:2] == ["broken", "sound"]


def test_each_job_comes_round_in_its_minutes(app: Flask, database: SQLAlchemy) -> None:
    queue = MemoryHuey("test", utc=True)
    ran: list[int] = []
    jobs = [Job(str(minutes), minutes, partial(_note, ran, minutes)) for minutes in (1, 5, 30, 60)]
    worker.put_on(queue, app.app_context, clock.now, jobs)
    noon = datetime(2027, 3, 28, 12, 0)  # noqa: DTZ001  # as huey counts: UTC without saying so
    for minute in range(60):
        for task in queue.read_periodic(noon + timedelta(minutes=minute)):
            queue.execute(task)
    assert Counter(ran) == {1: 60, 5: 12, 30: 2, 60: 1}


def _note(ran: list[int], minutes: int, _now: datetime) -> None:
    ran.append(minutes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_after_what_is_under_way(database: SQLAlchemy, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    delivery = Kept()
    with worker.stopped_by_signals() as stop:
        threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
        worker.work(delivery, clock.now, stop=stop)
        assert stop.is_set()
    assert signal.getsignal(number) is before
    assert delivery.closed


def test_the_settings_say_how_messages_leave(tmp_path: Path) -> None:
    def settings(smtp_url: str) -> Settings:
        return Settings(
            database_url="sqlite://",
            data_dir=tmp_path,
            base_url="https://training.example",
            secret_key="x" * 40,
            smtp_url=smtp_url,
            service_name="Kent, Inclusion",
        )

    as_files = worker.delivery_of(settings(""), clock.now)
    assert isinstance(as_files, FileDelivery)
    assert as_files.folder == tmp_path / "mail"
    assert as_files.sender == '"Kent, Inclusion" <no-reply@training.example>'
    assert isinstance(worker.delivery_of(settings("smtp://127.0.0.1:2525"), clock.now), SmtpDelivery)
