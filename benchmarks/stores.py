"""Databases to measure on: as in real use, on a disc that is waited for; and copies of one that is filled."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.foundation.database import db
from tests.support.databases import PostgresStore, SqliteStore, Store
from tests.support.postgresql import Cluster
from tests.support.server import settings_for


@dataclass(frozen=True)
class Place:
    """A kind of database, a folder, and the way to copy a database that nobody uses at the moment."""

    name: str
    folder: Path
    store: Store
    copy_of: Callable[[str, str], str]


@contextmanager
def sqlite() -> Iterator[Place]:
    """Files of SQLite."""
    with TemporaryDirectory(prefix="inclusion-benchmarks-") as name:
        folder = Path(name)
        yield _migrated(Place("SQLite", folder, SqliteStore(folder), _copy_of_file))


@contextmanager
def postgresql() -> Iterator[Place]:
    """A cluster of our own that waits for the disc."""
    cluster = Cluster(durable=True)

    def copy_of(url: str, name: str) -> str:
        return cluster.create(name, template=url.split("/")[3].split("?", maxsplit=1)[0])

    try:
        with TemporaryDirectory(prefix="inclusion-benchmarks-") as name:
            yield _migrated(Place("PostgreSQL", Path(name), PostgresStore(cluster, "benchmarks"), copy_of))
    finally:
        cluster.stop()


def _copy_of_file(url: str, name: str) -> str:
    path = Path(url.removeprefix("sqlite:///"))
    copy = path.with_name(f"{name}.sqlite3")
    shutil.copyfile(path, copy)
    return f"sqlite:///{copy}"


def _migrated(place: Place) -> Place:
    app = create_app(Settings.from_environment(settings_for(place.store.url, place.folder / "app")))
    with app.app_context():
        place.store.migrate()
        db.session.remove()
        db.engine.dispose()
    return place
