"""What the checks find when registers and outcomes do not fit."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.invariants import findings
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun, Run, Session
from inclusion_app.training.registers.services.closing import close_register
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory

pytestmark = pytest.mark.usefixtures("database")


def _mark_changed() -> None:
    with transaction() as session:
        session.execute(update(Attendance).values(mark="present"))


def _session_moved_to_another_run() -> None:
    other = RunFactory()
    with transaction() as session:
        there = session.scalars(select(Session.id).where(Session.run_id == other.id)).one()
        session.execute(update(Attendance).values(session_id=there))


def _booking_cancelled() -> None:
    with transaction() as session:
        session.execute(update(Booking).values(state="cancelled", ended_at=clock.now()))
        session.execute(update(Run).values(taken=0))


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (_mark_changed, "has the outcome not, the rule makes it completed"),
        (_session_moved_to_another_run, "which is of another run"),
        (_booking_cancelled, "is cancelled and has an outcome"),
    ],
)
def test_what_does_not_fit_is_named(break_it: Callable[[], None], said: str) -> None:
    run = RunFactory(day=clock.today() - timedelta(days=2))
    BookingFactory(run=run)
    close_register(SYSTEM, run.id, rest="absent", now=clock.now())
    assert not [f.wrong for f in findings() if f.wrong]
    with transaction() as session:
        assert session.scalars(select(OutcomeOfRun.outcome)).one() == "not"
    break_it()
    assert said in str([f.wrong for f in findings() if f.wrong])
