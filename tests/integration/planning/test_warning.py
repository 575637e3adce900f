"""Too few people: the provider and the team's managers are told once."""

from datetime import date, datetime, time

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, update

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Run
from inclusion_app.training.planning.services.warning import warn_of_minimum
from inclusion_app.training.states import RunState
from tests.factories.accounts import somebody
from tests.factories.training import RunFactory

WARN_ON = date(2027, 3, 29)  # the day after the clocks went forward


def at(hour: int, minute: int = 0, day: date = WARN_ON) -> datetime:
    return clock.from_london(day, time(hour, minute))


@pytest.fixture
def run(database: SQLAlchemy) -> Run:
    somebody(Role.TEAM_ADVISER)
    return RunFactory(day=date(2027, 4, 20), minimum=6, warn_on=WARN_ON, course__provider__email="us@provider.example")


def told() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.email).order_by(OutboxMessage.email)))


def change(run: Run, **values: object) -> None:
    with transaction() as session:
        session.execute(update(Run).where(Run.id == run.id).values(**values))


def test_provider_and_managers_are_told_once_however_often_it_runs(run: Run) -> None:
    manager = somebody(Role.TEAM_MANAGER)
    assert [warn_of_minimum(at(8)), warn_of_minimum(at(8)), warn_of_minimum(at(17))] == [1, 0, 0]
    assert told() == sorted([manager.email, "us@provider.example"])
    keys = set(db.session.scalars(select(OutboxMessage.key)))
    assert keys == {f"run:{run.id}:under-minimum:{whom}:2027-03-29" for whom in ("provider", manager.id)}
    assert db.session.scalar(select(func.count()).where(AuditEvent.act == "warn_of_minimum")) == 1


def test_not_before_eight_in_london(run: Run) -> None:
    assert warn_of_minimum(at(7, 59)) == 0
    assert warn_of_minimum(at(8)) == 1


def test_a_day_that_was_missed_is_made_up_for_at_any_hour(run: Run) -> None:
    assert warn_of_minimum(at(1, day=date(2027, 3, 30))) == 1


@pytest.mark.parametrize(
    "changed",
    [{"taken": 6}, {"state": RunState.CLOSED}, {"state": RunState.DRAFT}, {"minimum": 0}, {"warn_on": None}],
)
def test_nobody_is_told_without_need(run: Run, changed: dict[str, object]) -> None:
    change(run, **changed)
    assert warn_of_minimum(at(9)) == 0
    assert told() == []


def test_nobody_is_told_of_a_run_that_has_started(run: Run) -> None:
    assert warn_of_minimum(at(10, day=date(2027, 4, 20))) == 0


def test_a_day_that_is_put_off_warns_again(run: Run) -> None:
    assert warn_of_minimum(at(9)) == 1
    change(run, warn_on=date(2027, 4, 1))
    assert warn_of_minimum(at(9, day=date(2027, 3, 31))) == 0
    assert warn_of_minimum(at(9, day=date(2027, 4, 1))) == 1
    assert len(told()) == 2
