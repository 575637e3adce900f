"""On SQLite one writes at a time; the others wait their turn, and not for ever."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from inclusion_app.foundation import database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database file with one table, whatever the other tests keep their rows in."""
    engine = create_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counted (number INTEGER)"))
    yield engine
    engine.dispose()


def test_whoever_comes_while_somebody_writes_waits_and_then_writes(engine: Engine) -> None:
    done = threading.Event()
    with _writer(engine) as first, first.begin():
        first.execute(text("INSERT INTO counted VALUES (1)"))
        second = threading.Thread(target=_count_once, args=(engine, done))
        second.start()
        assert not done.wait(0.1)
    second.join(5)
    assert done.is_set()


def test_whoever_waits_too_long_is_told_and_can_write_later(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    with _writer(engine) as first, _writer(engine) as second:
        with first.begin(), pytest.raises(OperationalError, match="locked"):
            second.begin()
        with second.begin():
            second.execute(text("INSERT INTO counted VALUES (2)"))


def test_another_refusal_than_a_lock_is_not_waited_for(engine: Engine) -> None:
    with _writer(engine) as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute("BEGIN")
        with pytest.raises(OperationalError, match="within a transaction"):
            connection.begin()


def _writer(engine: Engine) -> Connection:
    return engine.connect().execution_options(sqlite_begin="IMMEDIATE")


def _count_once(engine: Engine, done: threading.Event) -> None:
    with _writer(engine) as connection, connection.begin():
        connection.execute(text("INSERT INTO counted VALUES (2)"))
    done.set()
