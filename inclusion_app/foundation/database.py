"""The database: one declarative base, one UTC column type, one way to write."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 10_000
ASK_AGAIN_MS = 3
BEGIN_WRITING = "BEGIN IMMEDIATE"
PRIMARY_CODE = 0xFF  # SQLite puts finer reasons into the bits above


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept as UTC and always read back aware.

    SQLite drops the zone and keeps the digits, so anything but UTC would come back shifted; a moment without a
    zone is refused.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored moment must carry its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """SQLite as reliable as it can be: write-ahead log, full syncs, foreign keys, transactions begun by us."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # a confirmed booking survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """PostgreSQL without compiling: to compile one of our short statements takes longer than to run it."""
    if isinstance(connection, sqlite3.Connection):
        return
    with closing(connection.cursor()) as cursor:
        cursor.execute("SET jit TO off")
    connection.commit()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    """Begin readers as readers and writers as writers.

    A transaction that reads first and writes later is refused by SQLite at once, without waiting, when somebody
    else has written in between; so a writer takes the write lock when it begins.
    """
    if connection.dialect.name != "sqlite":
        return
    if connection.get_execution_options().get("sqlite_begin") == "IMMEDIATE":
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Any) -> None:
    """Wait for SQLite's write lock, asking at an even pace; OperationalError when it does not come in time.

    SQLite's own wait asks ever more seldom, up to 100 ms apart, so that whoever has waited longest is overtaken by
    everybody who has just come, and the lock lies idle in between.
    """
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        for _ in range(BUSY_TIMEOUT_MS // ASK_AGAIN_MS):
            try:
                connection.exec_driver_sql(BEGIN_WRITING)
            except OperationalError as refused:
                if not _is_busy(refused):
                    raise
                time.sleep(ASK_AGAIN_MS / 1000)
            else:
                return
        connection.exec_driver_sql(BEGIN_WRITING)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _is_busy(refused: OperationalError) -> bool:
    code = getattr(refused.orig, "sqlite_errorcode", 0)
    return bool(code & PRIMARY_CODE == sqlite3.SQLITE_BUSY)


@contextmanager
def transaction() -> Iterator[Session]:
    """Run the block in one transaction: joins the one around it, or begins one and commits it at the end.

    The outermost ends whatever was read before, so every decision inside rests on what is read after the lock is
    held. An exception that leaves the outermost block undoes all of it. Nothing else in the service commits.
    """
    session = db.session()
    if session.info.get("writing"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Something was changed outside a transaction.")
    session.rollback()
    session.expire_all()  # a rollback forgets only what its own transaction has read, not what an earlier one left
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    session.info["writing"] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


def is_writing() -> bool:
    """True inside ``transaction()``."""
    return bool(db.session().info.get("writing"))
