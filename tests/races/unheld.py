"""Waiting lists without their guard: nobody holds the run while its free places are given away.

Who is next is read before the transaction begins, places are taken without asking, and SQLite does not check what it
stores (PostgreSQL's check is dropped by the test, in that copy of the database).
"""

import sqlite3
import time
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, event, select, update

from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings.services import waiting
from inclusion_app.training.models import Booking, Run

BETWEEN_SECONDS = 0.05


def take_the_guard_out() -> None:
    """In this process, for good."""
    event.listen(Engine, "connect", _check_nothing)
    waiting.fill_freed_places = _fill_without_holding


def _check_nothing(connection: Any, _entry: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA ignore_check_constraints=ON")


def _fill_without_holding(run_id: int, *, now: datetime) -> list[Booking]:
    run = db.session.scalars(select(Run).where(Run.id == run_id)).one()
    turn = waiting._turn(run, now=now)
    db.session.rollback()
    time.sleep(BETWEEN_SECONDS)
    with transaction() as session:
        session.execute(update(Run).where(Run.id == run_id).values(taken=Run.taken + len(turn.given)))
        return waiting._give(run, turn.given, now=now) if turn.given else []
