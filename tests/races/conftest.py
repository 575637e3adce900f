"""A county and the service that serves it, in processes of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.races.county import County, new_county
from tests.support.databases import Store
from tests.support.server import Server, serving

CLIENTS = 200
ROUNDS, LONG_ROUNDS = 5, 25


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How often a race is run: enough to be seen red, and as often as is promised in the long form."""
    asked_for: int | None = request.config.getoption("--rounds")
    return asked_for or (LONG_ROUNDS if request.config.getoption("--long") else ROUNDS)


@pytest.fixture
def county(app: Flask, store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[County]:
    """Two hundred schools."""
    with new_county(store, tmp_path, name=request.node.name.lower()[5:40], schools=CLIENTS) as county:
        yield county


@pytest.fixture
def server(county: County, tmp_path: Path) -> Iterator[Server]:
    """The service in four processes, two threads each."""
    with serving(county.url, tmp_path, workers=4, threads=2) as server:
        yield server
