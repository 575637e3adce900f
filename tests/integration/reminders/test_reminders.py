"""Reminders: once each, with how to join, for whoever wants them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from inclusion_app.accounts.models import MessagePreference
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Booking, BookingParticipant, Run, Session
from inclusion_app.training.reminders.rules import due_at
from inclusion_app.training.reminders.services import remind
from tests.factories.accounts import PersonFactory
from tests.factories.bookings import BookingFactory
from tests.factories.training import RunFactory
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def run() -> Run:
    made: Run = RunFactory(joining_instructions="Bring your plan.")
    BookingFactory(run=made, person__name="Ann")
    with transaction() as session:
        session.scalars(select(Session)).one().joining_link = "https://meet.example/42"
    return made


def sent() -> list[OutboxMessage]:
    return list(
        db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "reminder").order_by(OutboxMessage.id))
    )


def test_a_week_and_a_day_before_with_how_to_join_and_each_once(run: Run) -> None:
    week, day = due_at(run.starts_at, 7), due_at(run.starts_at, 1)
    for moment, number in ((week - timedelta(seconds=1), 0), (week, 1), (week + timedelta(hours=1), 0), (day, 1)):
        with travel(moment, tick=False):
            assert remind(moment) == number
    assert remind(run.starts_at) == 0
    assert [m.subject.split(":")[0] for m in sent()] == ["In a week", "Tomorrow"]
    assert all("https://meet.example/42" in m.text and "Bring your plan." in m.text for m in sent())


def test_who_gets_a_place_on_the_very_day_is_not_told_of_tomorrow(run: Run) -> None:
    moment = run.starts_at - timedelta(hours=1)
    with travel(moment, tick=False):
        assert remind(moment) == 1
    assert sent()[0].subject.startswith("Today: ")


def test_a_clock_put_back_an_hour_reminds_nobody_twice(run: Run) -> None:
    day = due_at(run.starts_at, 1)
    assert [remind(moment) for moment in (day + timedelta(minutes=30), day - timedelta(minutes=30), day)] == [1, 1, 0]
    assert len(sent()) == 2  # of the day, and the one of the week, which that clock thought due


def test_a_run_that_is_moved_reminds_anew(run: Run) -> None:
    day = due_at(run.starts_at, 1)
    assert remind(day) == 1
    with transaction() as session:
        for row in (session.get_one(Run, run.id), session.scalars(select(Session)).one()):
            row.starts_at, row.ends_at = row.starts_at + timedelta(hours=2), row.ends_at + timedelta(hours=2)
    assert [remind(day), remind(day)] == [1, 0]


def test_who_has_turned_them_off_only_waits_or_has_left_is_not_reminded(run: Run) -> None:
    off, waiting = BookingFactory(run=run), BookingFactory(run=run, state="waiting")
    gone = BookingFactory(run=run)
    with transaction() as session:
        session.add(MessagePreference(person_id=off.person_id, group="reminders", wanted=False))
        session.get_one(Booking, gone.id, options=[]).state = "cancelled"
        session.get_one(Booking, gone.id).ended_at = run.starts_at
    remind(due_at(run.starts_at, 1))
    assert [m.person_id for m in sent()] == [db.session.scalars(select(Booking.person_id).order_by(Booking.id)).first()]
    assert waiting.id


def test_those_who_come_along_on_a_place_are_reminded_too(run: Run) -> None:
    other = PersonFactory(name="Bea")
    booking_id = db.session.scalars(select(Booking.id)).one()
    with transaction() as session:
        session.add(BookingParticipant(booking_id=booking_id, person_id=other.id))
    assert remind(due_at(run.starts_at, 1)) == 2


def test_a_cancelled_run_reminds_nobody(run: Run) -> None:
    with transaction() as session:
        session.get_one(Run, run.id).state = "cancelled"
    assert remind(due_at(run.starts_at, 1)) == 0


def test_it_costs_the_same_for_many(app: Flask, run: Run) -> None:
    def statements(moment_in: int) -> int:
        with counted_statements() as seen:
            remind(due_at(run.starts_at, moment_in))
        return len(seen)

    few = statements(7)
    for _ in range(15):
        BookingFactory(run=run)
    assert statements(1) <= few
