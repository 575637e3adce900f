"""Frozen figures: once a month, never changed, and seen when somebody has changed them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Delete, Update, delete, func, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from inclusion_app.foundation.database import db, transaction
from inclusion_app.insights.figures import Figure, Hiding
from inclusion_app.insights.frozen.content import frozen, last_month_end, read, written
from inclusion_app.insights.frozen.invariants import CHECKS
from inclusion_app.insights.frozen.models import Freeze
from inclusion_app.insights.frozen.queries import freeze_of
from inclusion_app.insights.frozen.services import freeze_last_month
from tests.factories.schools import SchoolFactory

NOW = datetime(2026, 11, 1, 0, 20, tzinfo=UTC)
MONTH = date(2026, 10, 31)


def _reach() -> str:
    kept = freeze_of(MONTH)
    assert kept is not None
    return next(one.figure.text for one in read(kept.content) if one.measure == "reach" and not one.kind)


@pytest.mark.usefixtures("database")
def test_a_month_is_kept_once_and_stays_as_it_was() -> None:
    SchoolFactory()

    assert freeze_last_month(NOW)
    first = _reach()
    SchoolFactory()

    assert not freeze_last_month(NOW)
    assert db.session.scalar(select(func.count()).select_from(Freeze)) == 1
    assert (first, _reach()) == ("0 % (0 of 1)", "0 % (0 of 1)")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("change", [update(Freeze).values(content=""), delete(Freeze)], ids=["change", "delete"])
def test_the_database_refuses_to_change_or_delete_what_is_frozen(change: Update | Delete) -> None:
    freeze_last_month(NOW)
    first = _reach()

    with pytest.raises(DatabaseError, match="stay as they are"), transaction() as session:
        session.execute(change)

    assert _reach() == first


def _unguarded(session: Session) -> None:
    """In the transaction under way whoever owns the database may do anything."""
    if db.engine.dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        session.execute(text("DROP TRIGGER freeze_no_update"))


@pytest.mark.usefixtures("database")
def test_a_figure_that_somebody_has_changed_is_found() -> None:
    freeze_last_month(NOW)
    assert [check.find() for check in CHECKS] == [[]]

    with transaction() as session:
        _unguarded(session)
        session.execute(update(Freeze).values(content=func.replace(Freeze.content, "reach", "Reach")))

    assert [check.find() for check in CHECKS] == [["the figures of 2026-10-31 are not those that were frozen"]]


def test_what_may_not_be_shown_is_not_kept_either() -> None:
    kept = written([frozen("completion", "Completion", Figure(3, 17, Hiding.FEW_PEOPLE))])

    assert "17" not in kept
    assert read(kept)[0].figure.text == "1–4"
    assert last_month_end(date(2026, 3, 1)) == date(2026, 2, 28)
