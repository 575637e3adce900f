"""The service with its guard against overselling taken out: how the races prove that they would see it fail.

Served as ``tests.support.unguarded:app`` in processes of its own. Nobody holds the run, places are counted before
the transaction begins, they are taken without asking, and SQLite does not check what it stores (PostgreSQL's check
is dropped by the test, in that copy of the database).
"""

import sqlite3
from dataclasses import replace
from typing import Any

from flask import g, request
from sqlalchemy import Engine, event, select, update

from inclusion_app import create_app
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.queries.baskets import BasketView, basket_view
from inclusion_app.training.bookings.services import confirming
from inclusion_app.training.models import Run


@event.listens_for(Engine, "connect")
def _check_nothing(connection: Any, _entry: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA ignore_check_constraints=ON")


def _look_too_early() -> None:
    """Before the request's transaction: what the run had then is what the request believes later."""
    if request.endpoint == "baskets.confirm":
        g.taken = dict(db.session.execute(select(Run.id, Run.taken)).all())


def _view_without_lock(*arguments: Any, lock: str = "", **named: Any) -> BasketView:
    view = basket_view(*arguments, **named)
    for run in view.runs:
        taken = g.taken[run.run.id]
        run.facts = replace(run.facts, taken=taken, waiting=0, left=max(0, run.facts.capacity - taken))
    return view


def _take_without_asking(run_id: int, number: int) -> bool:
    db.session.execute(
        update(Run)
        .where(Run.id == run_id)
        .values(taken=Run.taken + number)
        .execution_options(synchronize_session=False)
    )
    return True


confirming.basket_view = _view_without_lock  # type: ignore[attr-defined]
confirming.take_places = _take_without_asking  # type: ignore[attr-defined]
app = create_app()
app.before_request(_look_too_early)
