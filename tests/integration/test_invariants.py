"""Every check of ``flask --app wsgi invariants`` sees what it is there to see."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation import invariants as foundation
from inclusion_app.foundation.database import db, transaction
from inclusion_app.invariants import CHECKS, findings
from inclusion_app.training.bookings import invariants as bookings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.models import Booking
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, new_office

Breaks = dict[str, tuple[str, str, str]]

BREAKS: Breaks = {
    "outbox: every message is in a state there is, and marked sent only when it was": (
        "outbox_message",
        "UPDATE outbox_message SET state = 'sent', sent_at = NULL WHERE id = 1",
        "message 1 is 'sent' with sent_at None",
    ),
    "outbox: no event tells anybody twice": (
        "outbox_message",
        "UPDATE outbox_message SET key = 'same'",
        "the key same is there 6 times",
    ),
    "outbox: every message has its own Message-ID": (
        "outbox_message",
        "UPDATE outbox_message SET message_id = '<same>' WHERE id < 3",
        "the Message-ID <same> is there 2 times",
    ),
    "outbox: subject and address are one line each": (
        "outbox_message",
        "UPDATE outbox_message SET email = email || chr(10) WHERE id = 2",
        "message 2 has a line break in its subject or address",
    ),
    "outbox: every invitation says what it is": (
        "outbox_message",
        "UPDATE outbox_message SET calendar_method = 'REQUEST', calendar = NULL WHERE id = 3",
        "message 3 has a calendar without a method, or the reverse",
    ),
    "audit trail: every row says who did what": (
        "audit_event",
        "UPDATE audit_event SET outcome = 'perhaps' WHERE id = 1",
        r"row 1 says '\w+' 'perhaps'",
    ),
    "database: nothing points at what is not there": (
        "booking",
        "UPDATE booking SET person_id = 999 WHERE id = 1",
        "booking 1 points by person_id at person 999, which is not there",
    ),
    "places: as many are counted as are taken, and never more than there are": (
        "run",
        "UPDATE run SET taken = 7",
        "run 1 has 2 places, 7 counted as taken, and 2 bookings that take one",
    ),
    "bookings: nobody has two active bookings on a run": (
        "booking",
        "UPDATE booking SET holder = 'person:2' WHERE state <> 'cancelled'",
        "run 1: person:2 has 3 active bookings",
    ),
    "bookings: a school's place has a contact, a person's nobody else": (
        "booking",
        "UPDATE booking SET holder = 'school:' || school_id, person_id = NULL WHERE id = 1",
        r"booking 1 is held by 'school:\d+' and has no contact",
    ),
    "bookings: the holder is the person, or the school of the booking": (
        "booking",
        "UPDATE booking SET holder = 'person:77' WHERE id = 1",
        r"booking 1 is held by 'person:77' but names person \d+",
    ),
    "waiting lists: everybody who waits has a number of their own": (
        "booking",
        "UPDATE booking SET queue_number = 9 WHERE id = 4",
        "booking 4 on run 1 is waiting with number 9; the next number is 3",
    ),
    "waiting lists: a group waits on one run, for one school": (
        "booking",
        "UPDATE booking SET state = 'waiting', group_key = 'g', school_id = id",
        "the group g waits on several runs or for several schools",
    ),
    "bookings: only what is over has ended": (
        "booking",
        "UPDATE booking SET ended_late = true WHERE id = 2",
        "booking 2 is confirmed with ended_at None, late True",
    ),
    "bookings: the state is that of the last change": (
        "booking",
        "UPDATE booking SET state = 'declined' WHERE id = 2",
        "booking 2 is declined, its last change says confirmed",
    ),
    "bookings: every change begins where the one before it ended": (
        "booking_change",
        "UPDATE booking_change SET before = 'offered' WHERE before = 'waiting'",
        r"change \d+ of booking 3 says it was offered, the change before it says waiting",
    ),
    "bookings: every change is a move that the table allows": (
        "booking_change",
        "UPDATE booking_change SET after = 'offered' WHERE id = 1",
        "change 1 by confirm_basket goes from None to offered",
    ),
    "audit trail: every change of a booking has its row": (
        "audit_event",
        "UPDATE audit_event SET act = 'sign_in' WHERE act = 'cancel_booking'",
        r"change \d+ of booking 1 names audit row \d+, which is no act of booking",
    ),
    "audit trail: every act of booking has changed bookings, each once": (
        "booking_change",
        "DELETE FROM booking_change WHERE after = 'cancelled'",
        r"audit row \d+ says cancel_booking of 1, but no booking was changed by it",
    ),
    "runs: nobody is on one that is cancelled": (
        "run",
        "UPDATE run SET state = 'cancelled'",
        "booking 2 is active on run 1, which is cancelled",
    ),
    "substitutes: a place that was passed on is one colleague's": (
        "booking",
        "UPDATE booking SET state = 'substituted' WHERE id = 2",
        "booking 2 was passed on, and 0 bookings stand in its place",
    ),
    "runs: begin with their first session and end with their last": (
        "run",
        "UPDATE run SET ends_at = starts_at",
        "run 1 runs from .* its sessions from",
    ),
}
"""For each check the table whose constraints are let go, what breaks it, and what is said."""

OWN_WAY = {"database: the file is whole"}


@pytest.fixture
def scene(database: SQLAlchemy) -> Iterator[Office]:
    """Somebody with a place, two who wait, one of whom got the place of a third who cancelled: all of it in order."""
    office = new_office()
    run = RunFactory(capacity=2)
    office.book(run, office.staff("Ann", "Ben", "Cat", "Dot"), choice="wait")
    cancel_booking(SYSTEM, _first(), reason="", now=clock.now())
    with transaction() as session:  # six messages are enough
        session.execute(text("DELETE FROM outbox_message WHERE id > 6"))
    yield office
    db.session.rollback()


def _first() -> int:
    return db.session.scalars(db.select(Booking.id).order_by(Booking.id)).first() or 0


def let_go(table: str) -> None:
    """Replace a table by a copy without any constraint, in the transaction under way."""
    dialect = db.engine.dialect.name
    if dialect == "sqlite":
        connection = db.session.connection()
        connection.connection.create_function("chr", 1, chr)
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("PRAGMA legacy_alter_table = ON"))  # triggers of other tables name this one
    db.session.execute(text(f"CREATE TABLE loose AS SELECT * FROM {table}"))
    db.session.execute(text(f"DROP TABLE {table}{' CASCADE' if dialect == 'postgresql' else ''}"))
    db.session.execute(text(f"ALTER TABLE loose RENAME TO {table}"))


def found(name: str) -> list[str]:
    return next(check for check in CHECKS if check.name == name).find()


def test_what_the_services_leave_is_in_order(scene: Office) -> None:
    assert {finding.name: finding.wrong for finding in findings() if finding.wrong} == {}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(scene: Office, name: str) -> None:
    table, statement, sentence = BREAKS[name]
    assert found(name) == []
    let_go(table)
    db.session.execute(text(statement))
    wrong = found(name)
    assert [line for line in wrong if re.search(sentence, line)], wrong


def test_every_check_has_a_case_here() -> None:
    names = [check.name for check in (*foundation.CHECKS, *bookings.CHECKS)]
    assert sorted(names) == sorted([*BREAKS, *OWN_WAY])


def test_an_oversold_run_is_named_even_when_its_count_agrees(scene: Office) -> None:
    let_go("run")
    db.session.execute(text("UPDATE run SET capacity = 1"))
    assert found("places: as many are counted as are taken, and never more than there are") == [
        "run 1 has 1 places, 2 counted as taken, and 2 bookings that take one"
    ]


def test_the_same_number_given_twice_is_named(scene: Office) -> None:
    let_go("booking")
    db.session.execute(text("UPDATE booking SET queue_number = 1"))
    wrong = found("waiting lists: everybody who waits has a number of their own")
    assert "run 1: number 1 of the waiting list was given 4 times" in wrong


def test_one_act_that_changed_a_booking_twice_is_named(scene: Office) -> None:
    let_go("booking_change")
    db.session.execute(
        text(
            "INSERT INTO booking_change (id, booking_id, audit_id, before, after, at, reason)"
            " SELECT 99, booking_id, audit_id, before, after, at, reason FROM booking_change WHERE id = 1"
        )
    )
    wrong = found("audit trail: every act of booking has changed bookings, each once")
    assert [line for line in wrong if re.search(r"audit row \d+ stands for 2 changes of booking 1", line)]


def test_the_file_itself_is_looked_at(scene: Office) -> None:
    name = "database: the file is whole"
    assert found(name) == []
    if db.engine.dialect.name == "postgresql":
        return  # PostgreSQL looks after its own files
    db.session.rollback()
    with sqlite3.connect(db.engine.url.database or "") as other:  # foreign keys are off here
        other.execute("UPDATE booking SET run_id = 999 WHERE id = 1")
    other.close()
    assert found(name) == ["booking row 1: no run"]


def test_many_things_wrong_are_counted_and_the_first_twenty_named() -> None:
    many = foundation.Check("many", lambda: [f"thing {n}" for n in range(25)])
    [finding] = foundation.run_checks([many])
    assert len(finding.wrong) == 21
    assert finding.wrong[-1] == "and 5 more"


@pytest.mark.usefixtures("scene")
def test_the_command_says_what_is_wrong_and_ends_with_one(app: Flask, database: SQLAlchemy) -> None:
    runner = app.test_cli_runner()
    sound = runner.invoke(args=["invariants"])
    assert sound.exit_code == 0
    assert len(sound.output.splitlines()) == len(CHECKS)
    with transaction() as session:
        session.execute(text("UPDATE run SET taken = 1"))
    broken = runner.invoke(args=["invariants"])
    assert broken.exit_code == 1
    assert "WRONG  places: as many are counted as are taken" in broken.output
    assert "run 1 has 2 places, 1 counted as taken, and 2 bookings that take one" in broken.output
