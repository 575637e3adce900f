"""Migrations make what the models say, on both databases, with a name on everything."""

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, Connection, inspect, text

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.database import Base, db
from tests.support.databases import Store

OURS = {"alembic_version"}


@pytest.fixture(scope="module")
def migrated(app: Flask, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An app on a database of its own that migrations alone have made, from nothing."""
    folder = tmp_path_factory.mktemp("migrations")
    url = f"sqlite:///{folder / 'new.sqlite3'}" if store.url.startswith("sqlite") else store.copy("migrations")
    fresh = create_app(
        Settings(
            database_url=url, data_dir=folder, base_url="http://localhost", secret_key="long enough for a test " * 2
        )
    )
    with fresh.app_context():
        if db.engine.dialect.name == "postgresql":
            with db.engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
        upgrade()
        yield fresh
        db.session.remove()
        db.engine.dispose()


def checks(connection: Connection, table: str) -> set[str]:
    return {str(check["name"]) for check in inspect(connection).get_check_constraints(table)}


def test_migrations_make_what_the_models_say(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, Base.metadata)

    assert [d for d in difference if "alembic_version" not in str(d)] == []


def test_every_check_of_the_models_is_in_the_database(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        lacking = {
            table.name: wanted - checks(connection, table.name)
            for table in Base.metadata.sorted_tables
            if (wanted := {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)})
            - checks(connection, table.name)
        }

    assert lacking == {}


def test_every_constraint_and_index_has_a_name() -> None:
    unnamed = [
        f"{table.name}: {thing}"
        for table in Base.metadata.sorted_tables
        for thing in [*table.constraints, *table.indexes]
        if getattr(thing, "name", None) is None
    ]

    assert unnamed == []


def test_every_moment_is_kept_in_utc_and_every_table_is_called_by_one_thing() -> None:
    loose = [
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ in {"DateTime", "TIMESTAMP"}
    ]

    assert loose == []


@pytest.mark.parametrize("table", ["audit_event", "freeze"])
def test_what_stays_as_it_is_is_guarded_after_migrations(migrated: Flask, table: str) -> None:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :t"
        else:
            query = "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(:t)) AND NOT tgisinternal"
        assert connection.execute(text(query), {"t": table}).scalar()


def test_migrations_can_be_taken_back_and_made_again(migrated: Flask) -> None:
    downgrade(revision="base")
    with db.engine.connect() as connection:
        left = set(inspect(connection).get_table_names()) - OURS
    upgrade()
    with db.engine.connect() as connection:
        again = set(inspect(connection).get_table_names()) - OURS

    assert left == set()
    assert again == {table.name for table in Base.metadata.sorted_tables}
