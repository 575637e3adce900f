"""One way to write: joined, committed once, undone as a whole."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import create_engine, event, func, select, text
from sqlalchemy.exc import StatementError

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import BUSY_TIMEOUT_MS, db, is_writing, transaction
from tests.integration.foundation.conftest import make_person


def people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def seen_from_outside() -> int:
    with db.engine.connect() as other:
        return other.execute(text("SELECT count(*) FROM person")).scalar() or 0


def test_an_inner_transaction_joins_the_outer_and_commits_once(database: SQLAlchemy) -> None:
    commits: list[bool] = []
    event.listen(db.engine, "commit", lambda _connection: commits.append(True))

    with transaction() as outer:
        make_person("Ann Ash")
        assert is_writing()
        assert commits == []
        with transaction() as inner:
            assert inner is outer

    assert len(commits) == 1
    assert not is_writing()
    assert seen_from_outside() == 1


class PowerCut(BaseException):
    """Something that no service expects."""


def write_and_fail(name: str) -> None:
    with transaction():
        make_person(name)
        with transaction():
            make_person(f"{name} the second")
        raise PowerCut


def test_any_exception_undoes_the_whole_of_it(database: SQLAlchemy) -> None:
    with pytest.raises(PowerCut):
        write_and_fail("Ann Ash")

    assert people() == 0
    assert not is_writing()


def test_what_was_changed_outside_is_refused(database: SQLAlchemy) -> None:
    ann = make_person("Ann Ash")
    ann.name = "Somebody"

    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass

    db.session.rollback()


def test_what_was_read_before_is_read_again(database: SQLAlchemy) -> None:
    ann = make_person("Ann Ash")
    with db.engine.connect().execution_options(sqlite_begin="IMMEDIATE") as other:
        other.execute(text("UPDATE person SET name = 'Ann Oak'"))
        other.commit()

    with transaction():
        assert ann.name == "Ann Oak"


def test_a_transaction_after_a_failed_one_works(database: SQLAlchemy) -> None:
    with pytest.raises(PowerCut):
        write_and_fail("Ann Ash")

    make_person("Ann Ash")

    assert people() == 1


def test_two_threads_that_read_and_then_write_both_succeed(app: Flask, database: SQLAlchemy) -> None:
    gate = threading.Barrier(8)

    def read_then_write(number: int) -> None:
        with app.app_context():
            people()
            gate.wait()
            with transaction() as session:
                count = people()
                session.add(Person(name="x", email=f"{count}-{number}@x.example", created_at=clock.now()))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(read_then_write, range(8)))

    assert people() == 8


WRITER = """
import sys
from pathlib import Path
from inclusion_app import create_app
from inclusion_app.accounts.models import Person
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
url, folder, name = sys.argv[1:]
app = create_app(Settings(database_url=url, data_dir=Path(folder), base_url="http://localhost", secret_key="x" * 40))
with app.app_context():
    for number in range(40):
        with transaction() as session:
            found = session.query(Person).count()
            email = f"{name}{number}@x.example"
            session.add(Person(name=name, email=email, created_at=clock.now(), job_title=str(found)))
"""


def test_two_processes_that_read_and_then_write_never_find_the_database_locked(
    database: SQLAlchemy, data_folder: Path
) -> None:
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", WRITER, url, str(data_folder)]
    root = Path(__file__).resolve().parents[3]
    writers = [
        subprocess.Popen([*command, name], cwd=root, stderr=subprocess.PIPE, text=True)
        for name in ("ann", "ben", "cat")
    ]

    complaints = [writer.communicate(timeout=60)[1] for writer in writers]

    assert complaints == ["", "", ""]
    assert people() == 120


def test_on_sqlite_a_writer_takes_the_lock_when_it_begins(database: SQLAlchemy, data_folder: Path) -> None:
    begun: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_: begun.append(statement))

    people()
    with transaction():
        people()

    if db.engine.dialect.name == "sqlite":
        assert [s for s in begun if s.startswith("BEGIN")] == ["BEGIN", "BEGIN IMMEDIATE"]
    else:
        assert not [s for s in begun if "IMMEDIATE" in s]


def test_every_connection_to_sqlite_is_prepared(data_folder: Path) -> None:
    engine = create_engine(f"sqlite:///{data_folder / 'some.sqlite3'}")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}

    for _time in range(2):
        with engine.connect() as first, engine.connect() as second:
            for connection in (first, second):
                found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
                assert found == expected
        engine.dispose()


def test_foreign_keys_hold(database: SQLAlchemy) -> None:
    broken = text(
        "INSERT INTO draft (person_id, key, path, fields, stream, sequence, saved_at)"
        " VALUES (999, 'k', '', '{}', '', 0, '2026-01-01 00:00:00')"
    )

    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction() as session:
        session.execute(broken)


SOMEWHERE = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, 0, 123456, tzinfo=clock.LONDON),
        datetime(2027, 10, 31, 1, 30, tzinfo=clock.LONDON, fold=1),
        datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=SOMEWHERE),
    ],
)
def test_a_stored_moment_comes_back_as_the_same_moment_in_utc(database: SQLAlchemy, moment: datetime) -> None:
    ann = make_person("Ann Ash", created_at=moment)
    db.session.expire_all()

    assert ann.created_at == moment.astimezone(UTC)
    assert ann.created_at.utcoffset() == timedelta(0)
    found = db.session.scalar(select(func.count()).where(Person.created_at == moment.astimezone(SOMEWHERE)))
    assert found == 1  # compared as moments, whatever zone they are written in


def test_a_moment_without_a_zone_is_refused(database: SQLAlchemy) -> None:
    with pytest.raises(StatementError, match="time zone"):
        make_person("Ann Ash", created_at=datetime(2027, 1, 1))  # noqa: DTZ001  # that is the point
