"""One county for all tests of a module; whoever changes it brings it back."""

from collections.abc import Iterator

import pytest
from flask import Flask

from inclusion_app.foundation.database import db
from tests.matrix.asking import County
from tests.support.databases import Store


@pytest.fixture(scope="module")
def county(app: Flask, store: Store) -> Iterator[County]:
    """The small county, with everybody's browser."""
    with app.app_context():
        store.clean()
        county = County(app)
        yield county
        county.bring_back()
        db.session.remove()
        db.engine.dispose()
