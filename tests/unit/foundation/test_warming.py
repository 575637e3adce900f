"""What a process makes ahead: once, beside its first request, and no request fails by it."""

from threading import Event
from threading import enumerate as threads

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from inclusion_app.foundation.warming import make_ahead


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


def test_a_database_that_does_not_answer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("warming")

    def act() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    make_ahead(app, act, name="ahead")
    assert app.test_client().get("/").status_code == 404
    _end()

    assert "ahead could not be made ahead." in caplog.text
