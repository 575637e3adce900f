"""What a process makes ahead: once, beside its first request, and no request fails by it."""

import gc
from collections.abc import Iterator
from threading import Event
from threading import enumerate as threads

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from inclusion_app.foundation.warming import make_ahead


@pytest.fixture(autouse=True)
def _let_the_collector_look_again() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def _end() -> None:
    for thread in threads():
        if thread.name == "ahead":
            thread.join(10)


def test_the_first_request_waits_for_nothing_and_the_act_is_done_once() -> None:
    app, may_end, done = Flask("warming"), Event(), list[int]()

    def act() -> None:
        assert may_end.wait(10)
        done.append(1)

    make_ahead(app, act, name="ahead")
    assert [app.test_client().get("/").status_code for _ in range(3)] == [404, 404, 404]
    assert done == []
    may_end.set()
    _end()
    app.test_client().get("/")
    _end()

    assert done == [1]


def test_nothing_is_made_before_somebody_asks() -> None:
    app, done = Flask("warming"), list[int]()
    make_ahead(app, lambda: done.append(1), name="ahead")
    _end()

    assert done == []


def test_what_is_made_is_nothing_that_the_collector_looks_through_again() -> None:
    app, made = Flask("warming"), list[list[int]]()
    make_ahead(app, lambda: made.append([1]), name="ahead")
    app.test_client().get("/")
    _end()

    looked_through = {id(one) for one in gc.get_objects()}
    assert made == [[1]]
    assert {id(made), id(made[0])} & looked_through == set()


def test_a_database_that_does_not_answer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("warming")

    def act() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    make_ahead(app, act, name="ahead")
    assert app.test_client().get("/").status_code == 404
    _end()

    assert "ahead could not be made ahead." in caplog.text
