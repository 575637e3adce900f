"""Several devices, and the clock, at the same moment: the last word stands, and everything adds up."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.invariants import findings
from inclusion_app.training.models import Attendance, OutcomeOfRun, Run, Session
from inclusion_app.training.registers.services.closing import close_register, lock_registers
from inclusion_app.training.registers.services.marking import Said, mark_attendance, mark_session
from inclusion_app.training.registers.services.walk_ins import WalkIn, admit_walk_in
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.test_race import Act, at_once

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def run() -> Run:
    """Of two days ago, with two places."""
    made: Run = RunFactory(day=clock.today() - timedelta(days=2), capacity=2)
    return made


def session_id_of(run: Run) -> int:
    return db.session.scalars(select(Session.id).where(Session.run_id == run.id)).one()


def released(acts: list[Act], app: Flask) -> list[object]:
    db.session.rollback()  # nothing of the test's own stands in the way
    return at_once(app, acts)


def in_order() -> None:
    db.session.rollback()
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def test_of_many_devices_at_once_the_last_word_stands(app: Flask, run: Run) -> None:
    booking_id, session_id, run_id, now = BookingFactory(run=run).id, session_id_of(run), run.id, clock.now()
    said = [
        Said(mark, told_at=now - timedelta(seconds=ago))
        for ago, mark in enumerate(("excused", "absent", "present", "part", "absent", "present"))
    ]
    acts: list[Act] = [
        partial(mark_attendance, SYSTEM, run_id, session_id, booking_id=booking_id, said=one, now=now)
        for one in reversed(said)
    ]
    assert not [one for one in released(acts, app) if isinstance(one, Exception)]
    assert db.session.scalars(select(Attendance.mark)).all() == ["excused"]
    in_order()


def test_of_two_who_come_for_the_last_place_one_gets_it(app: Flask, run: Run) -> None:
    BookingFactory(run=run)
    run_id, session_id, urn = run.id, session_id_of(run), SchoolFactory().urn
    acts: list[Act] = [
        partial(
            admit_walk_in, SYSTEM, run_id, session_id,
            walk_in=WalkIn(StaffEntry(name, f"{name[:3].lower()}@school.example"), urn),
            now=clock.now(), today=clock.today(),
        )
        for name in ("Sam Reed", "Kim Vale")
    ]  # fmt: skip
    assert Counter(isinstance(one, RuleBroken) for one in released(acts, app)) == {True: 1, False: 1}
    row = db.session.get_one(Run, run_id, populate_existing=True)
    assert (row.taken, row.capacity) == (2, 2)
    in_order()


def test_a_register_closed_while_it_is_saved_has_the_outcome_of_its_marks(app: Flask, run: Run) -> None:
    booking_id, session_id, run_id, now = BookingFactory(run=run).id, session_id_of(run), run.id, clock.now()
    marks = {booking_id: Said("present")}
    released(
        [
            partial(close_register, SYSTEM, run_id, rest="absent", now=now),
            partial(mark_session, SYSTEM, run_id, session_id, marks=marks, now=now),
            partial(close_register, SYSTEM, run_id, rest="absent", now=now),
        ],
        app,
    )
    assert len(db.session.scalars(select(OutcomeOfRun)).all()) == 1
    assert len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "close_register")).all()) == 1
    in_order()


def test_two_clocks_close_a_register_once(app: Flask, run: Run) -> None:
    BookingFactory(run=run)
    later = clock.now() + timedelta(days=20)
    gave = released([partial(lock_registers, later)] * 3, app)
    assert Counter(gave) == {1: 1, 0: 2}
    assert len(db.session.scalars(select(AuditEvent).where(AuditEvent.act == "lock_register")).all()) == 1
    in_order()
