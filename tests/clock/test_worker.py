"""A real worker on a machine whose clock is put back by an hour, around both changes of the clock: nobody is told the
same thing twice (reliability.md, row 28). The whole process lives in that time, not only what asks for it politely."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Run, Session
from inclusion_app.training.reminders.rules import due_at
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory
from tests.support.databases import Store
from tests.support.server import run_command, settings_for

ANY_MACHINE = Path("/usr/lib")
CHANGES = {"spring": date(2027, 3, 28), "autumn": date(2027, 10, 31)}
HOUR = timedelta(hours=1)


@pytest.fixture
def environment(app: Flask, store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """A database of this test's own, a context to use it in, and the settings by which workers find it."""
    where = settings_for(store.copy(f"worker_{request.node.callspec.id.lower().replace('/', '_')}"), tmp_path)
    with create_app(Settings.from_environment(where)).app_context():
        yield where
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize(("change", "zone"), [("spring", "Europe/London"), ("autumn", "America/New_York")])
def test_a_worker_whose_clock_goes_back_an_hour_tells_nobody_twice(
    environment: Mapping[str, str], change: str, zone: str
) -> None:
    start = from_london(CHANGES[change], time(9))
    run = _run_at(start)
    week, day = due_at(start, 7), due_at(start, 1)
    told = []
    for moment in (week, week - HOUR, day, day - HOUR):
        _work_at(moment, environment, zone=zone)
        told.append(_told())

    assert told == [{"waiting": 0, "reminders": n} for n in (1, 1, 2, 2)]
    assert set(_mails(environment).values()) == {1}
    assert run.starts_at == start


def _run_at(start: datetime) -> Run:
    """A run at that moment, with one person on it."""
    run: Run = RunFactory(day=start.date())
    BookingFactory(run=run)
    with transaction() as session:
        for row in (session.get_one(Run, run.id), session.scalars(select(Session)).one()):
            row.starts_at, row.ends_at = start, start + timedelta(hours=6)
    return run


def _work_at(moment: datetime, environment: Mapping[str, str], *, zone: str) -> None:
    """One round of a worker, on a machine of that zone whose clock shows that moment."""
    [library, *_] = sorted(ANY_MACHINE.glob("*/faketime/libfaketime.so.1"))
    seconds = moment.timestamp() - datetime.now(moment.tzinfo).timestamp()
    pretended = {"LD_PRELOAD": str(library), "FAKETIME": f"{seconds:+.0f}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    run_command({**environment, **pretended, "TZ": zone}, "worker", "--once")


def _told() -> dict[str, Any]:
    """How many reminders there are, and how many of them have not gone out."""
    db.session.rollback()
    reminders = select(func.count()).where(OutboxMessage.kind == "reminder")
    return {
        "waiting": db.session.scalar(reminders.where(OutboxMessage.state != "sent")),
        "reminders": db.session.scalar(reminders),
    }


def _mails(environment: Mapping[str, str]) -> Counter[str]:
    """How often each subject has really been written out."""
    files = Path(environment["INCLUSION_DATA_DIR"], "mail").iterdir()
    lines = (line for file in files for line in file.read_text().splitlines())
    return Counter(line for line in lines if line.startswith("Subject: "))
