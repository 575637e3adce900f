"""Options, and the fixtures that every test may ask for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import settings

from inclusion_app import create_app
from inclusion_app.accounts import passwords
from inclusion_app.config import Settings
from inclusion_app.foundation.database import db
from tests.support.databases import PostgresStore, SqliteStore, Store
from tests.support.postgresql import Cluster
from tests.support.skips import NothingSkipped
from tests.support.statements import counted_statements
from tests.support.visitor import Visitor

MARK_OF_FOLDER = {"journeys": "browser", "races": "race"}


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("inclusion")
    group.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where tests keep rows")
    group.addoption("--durable", action="store_true", help="PostgreSQL waits for the disc, as in real use")
    group.addoption("--rounds", type=int, help="rounds of each race, to try something")
    group.addoption("--long", action="store_true", help="the long form of what has one, as docs/reliability.md says")
    group.addoption("--nothing-skipped", action="store_true", help="a skipped test fails the run")


def pytest_configure(config: pytest.Config) -> None:
    # What is generated is the same on every machine, so that what has passed here passes there; --long looks further.
    settings.register_profile("the same everywhere", derandomize=not config.getoption("--long"))
    settings.load_profile("the same everywhere")
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # tests sign in thousands of times
    if config.getoption("--nothing-skipped"):
        config.pluginmanager.register(NothingSkipped())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        mark = MARK_OF_FOLDER.get(item.path.relative_to(here).parts[0])
        if mark:
            item.add_marker(mark)


@pytest.fixture(scope="session")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The database of this process, not yet migrated."""
    if request.config.getoption("--database") == "sqlite":
        yield SqliteStore(tmp_path_factory.mktemp("database"))
        return
    cluster = Cluster(durable=request.config.getoption("--durable"))
    try:
        yield PostgresStore(cluster, "test")
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def app(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The service on the migrated database, as it runs for real: CSRF protection is on."""
    chosen = Settings(
        database_url=store.url,
        data_dir=tmp_path_factory.mktemp("data"),
        base_url="http://localhost",
        secret_key="only for tests, and long enough for it",
        open_data_per_minute=0,
        measures_per_minute=0,
    )
    app = create_app(chosen)
    app.testing = True
    app.test_client_class = Visitor
    with app.app_context():
        store.migrate()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def database(app: Flask, store: Store) -> Iterator[SQLAlchemy]:
    """An empty database, and a context to use it in; what is committed stays until the next test."""
    with app.app_context():
        store.clean()
        yield db
        db.session.remove()


@pytest.fixture
def client(app: Flask, database: SQLAlchemy) -> Visitor:
    """Somebody who has not signed in."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


@pytest.fixture
def statements(database: SQLAlchemy) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with statements() as sent: …`` collects the statements that the block sends to the database."""
    return counted_statements
