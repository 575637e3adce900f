"""The service with routes to probe it, and people who are signed in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app import create_app, wiring
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from tests.integration.foundation.probes import probes
from tests.support.databases import Store
from tests.support.visitor import Visitor

SignIn = Callable[..., Visitor]


def session_of(person_id: int) -> str:
    """A session as sign-in begins it, without the work of checking a password."""
    return begin_session(person_id, now=clock.now(), address="127.0.0.1", browser="test")


def carry(visitor: Visitor, key: str) -> Visitor:
    """Put the session's key into the visitor's cookie."""
    with visitor.session_transaction(base_url="http://localhost") as cookie:
        cookie.update({"_user_id": key, "_fresh": True, "seen": clock.now().isoformat()})
    return visitor


def make_person(name: str, **given: Any) -> Person:
    """Somebody with an account."""
    with transaction() as session:
        email = f"{name.lower().replace(' ', '.')}@school.example"
        person = Person(**({"name": name, "email": email, "created_at": clock.now()} | given))
        session.add(person)
    return person


@pytest.fixture(scope="session")
def _probed(app: Flask, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = Settings(
        database_url=store.url,
        data_dir=tmp_path_factory.mktemp("probed"),
        base_url="http://localhost",
        secret_key="only for tests, and long enough for it",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "FEATURES", (*wiring.FEATURES, probes))
        probed = create_app(settings)
    probed.test_client_class = Visitor
    return probed


@pytest.fixture
def probed(_probed: Flask, database: SQLAlchemy) -> Iterator[Flask]:
    """The service with routes to probe it, on the empty database."""
    yield _probed
    with _probed.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def sign_in(probed: Flask) -> SignIn:
    """``sign_in(person)``: a browser in which that person is signed in."""

    def as_somebody(person: Person) -> Visitor:
        visitor = probed.test_client()
        assert isinstance(visitor, Visitor)
        return carry(visitor, session_of(person.id))

    return as_somebody


@pytest.fixture
def person(database: SQLAlchemy) -> Person:
    """Ann, who has an account and no role."""
    return make_person("Ann Ash")


@pytest.fixture
def ann(person: Person, sign_in: SignIn) -> Visitor:
    """Ann's browser."""
    return sign_in(person)


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path
