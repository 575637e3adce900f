"""The bare transaction: what a confirmation writes, written again by the database's own driver and nothing else."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import event

from inclusion_app.foundation.database import db

WRITES = ("INSERT", "UPDATE", "DELETE")
Written = tuple[str, Any, bool]


@contextmanager
def recorded_transactions() -> Iterator[list[list[Written]]]:
    """What each transaction of the block writes: statement, parameters, and whether they are many rows."""
    done: list[list[Written]] = []
    going: list[Written] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:  # noqa: FBT001  # the event's own order
        if statement.lstrip().upper().startswith(WRITES):
            going.append((statement, parameters, many))

    def close(_connection: Any) -> None:
        if going:
            done.append(going.copy())
            going.clear()

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", close)
    try:
        yield done
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", close)


def replayed(url: str, transactions: list[list[Written]]) -> float:
    """Transactions per second when they are written again, one after the other, to a copy of the same database."""
    connection: Any = _connected(url)
    started = time.perf_counter()
    for writes in transactions:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN")
        for statement, parameters, many in writes:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
        cursor.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    return len(transactions) / seconds


def _connected(url: str) -> Any:
    if not url.startswith("sqlite"):
        return psycopg.connect(url, autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
