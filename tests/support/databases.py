"""The database that tests write to: SQLite or PostgreSQL, migrated once, and clean at the start of each test."""

import shutil
import sqlite3
from pathlib import Path
from typing import Protocol

from flask_migrate import upgrade
from sqlalchemy import Engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from inclusion_app.foundation.database import db
from tests.support.postgresql import Cluster

KEPT_TABLES = {"alembic_version"}
# Quicker than TRUNCATE by far on small tables. As a replica PostgreSQL minds neither foreign keys nor the trigger that
# keeps the audit trail; a lock that a test has left behind is an error, not a wait for ever.
EMPTY_ALL = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  SET LOCAL lock_timeout = '5s';
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM %I', name);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    PERFORM setval(quote_ident(name), 1, false);
  END LOOP;
END $$
"""


@event.listens_for(Engine, "connect")
def _turn_what_has_no_order(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """SQLite gives rows that were asked for without an order backwards, so that nobody relies on how they lie.

    PostgreSQL gives them as they happen to lie: mostly in the order of writing, and once in a hundred runs not.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


class Store(Protocol):
    """Where the tests of one process keep their rows. All but ``url`` is called inside the app's context."""

    url: str

    def migrate(self) -> None:
        """Bring it to the newest schema, and remember it so."""

    def clean(self) -> None:
        """Take out everything that a test put in."""

    def copy(self, name: str) -> str:
        """Another database with the schema and no rows, for a server of its own; gives its address."""


class SqliteStore:
    """A file, replaced by a copy of the migrated one before each test."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "test.sqlite3"
        self._migrated = folder / "migrated.sqlite3"
        self.url = f"sqlite:///{self._path}"

    def migrate(self) -> None:
        _make_schema()
        _refuse_rows_of_migrations()
        _let_go()
        shutil.copyfile(self._path, self._migrated)

    def clean(self) -> None:
        _let_go()
        for leftover in self._path.parent.glob(f"{self._path.name}-*"):
            leftover.unlink()
        shutil.copyfile(self._migrated, self._path)

    def copy(self, name: str) -> str:
        path = self._path.with_name(f"{name}.sqlite3")
        shutil.copyfile(self._migrated, path)
        return f"sqlite:///{path}"


class PostgresStore:
    """A database of a cluster, emptied before each test."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster = cluster
        self._name = name
        self._migrated = f"{name}_migrated"
        self.url = cluster.create(name)

    def migrate(self) -> None:
        _make_schema()
        _refuse_rows_of_migrations()
        _let_go()
        self._cluster.create(self._migrated, template=self._name)

    def clean(self) -> None:
        _let_go()
        with db.engine.begin() as connection:
            connection.execute(text(EMPTY_ALL))

    def copy(self, name: str) -> str:
        return self._cluster.create(f"{self._name}_{name}", template=self._migrated)


def _make_schema() -> None:
    """Every migration, from nothing, as an installation runs them."""
    upgrade()


def _let_go() -> None:
    db.session.remove()
    db.engine.dispose()


def _tables() -> list[str]:
    return [name for name in inspect(db.engine).get_table_names() if name not in KEPT_TABLES]


def _refuse_rows_of_migrations() -> None:
    """A test begins with empty tables; rows that a migration puts in would be lost in between, so say so now."""
    with db.engine.connect() as connection:
        filled = [name for name in _tables() if connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()]
    if filled:
        raise RuntimeError(
            f"Migrations put rows into {', '.join(filled)}: teach tests/support/databases.py to keep them."
        )
