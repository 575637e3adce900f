"""Files to import, and people who look at schools."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.access.roles import Role
from tests.factories.accounts import somebody
from tests.support.visitor import Visitor

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, database: SQLAlchemy) -> Run:
    """Run a command of the service, as at the terminal."""

    def command(*words: str | Path) -> Result:
        database.session.rollback()
        result = app.test_cli_runner().invoke(args=[str(word) for word in words], catch_exceptions=False)
        database.session.expire_all()
        return result

    return command


@pytest.fixture
def viewer(client: Visitor) -> Visitor:
    """Of the inclusion team: reads, and changes nothing."""
    client.sign_in(somebody(Role.TEAM_VIEWER))
    return client
