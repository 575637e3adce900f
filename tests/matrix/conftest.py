"""One county for all tests here; whoever changes it brings it back."""

from collections.abc import Iterator

import pytest
from flask import Flask

from inclusion_app.foundation.database import db
from tests.matrix.asking import County
from tests.support.databases import Store


@pytest.fixture(scope="session")
def built_county(app: Flask, store: Store) -> Iterator[County]:
    """The small county, with everybody's browser: made once in a process, for it takes seconds."""
    with app.app_context():
        store.clean()
        county = County(app)
    yield county
    county.stop()


@pytest.fixture(scope="module")
def county(app: Flask, built_county: County) -> Iterator[County]:
    """That county, as it was made, whatever other tests have put into the database since."""
    with app.app_context():
        built_county.begin()
        yield built_county
        built_county.end()
        db.session.remove()
        db.engine.dispose()
