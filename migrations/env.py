"""Run the migrations on whatever database the settings name."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from inclusion_app.foundation.database import Base, db

logging.getLogger("alembic").setLevel(logging.INFO)


@contextmanager
def rebuilding_keeps_children(connection: Connection) -> Iterator[None]:
    """On SQLite a changed table is rebuilt by dropping the old one, which would take the rows of its children along.

    Foreign keys are off while that happens, and checked before they come back on. The new table takes the old one's
    name without a look at what triggers of other tables say of it, which is there again by then. Its own triggers are
    gone with the old table: a migration that rebuilds a table makes them again.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("PRAGMA legacy_alter_table=ON")
    try:
        yield
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration would leave rows without their parents: {broken[:5]}")
    finally:
        raw.execute("PRAGMA legacy_alter_table=OFF")
        raw.execute("PRAGMA foreign_keys=ON")


def render_plain_types(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that old migrations need no code of ours."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Upgrade or downgrade, in one transaction where the database can."""
    arguments = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, rebuilding_keeps_children(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_plain_types,
            **{**arguments, "compare_type": True},
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run_migrations()
