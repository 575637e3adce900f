"""GOV.UK Notify: what is sent to it, what its answers mean, and what it reports back."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage, post_message
from inclusion_app.foundation.outbox.deliveries import NotEver, NotNow
from inclusion_app.foundation.outbox.notify import NotifyDelivery, note_report
from inclusion_app.foundation.outbox.worker import deliver_due

pytestmark = pytest.mark.usefixtures("database")
KEY = "test-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TOKEN = "agreed with Notify"


class Notify(HTTPServer):
    """A Notify of our own: keeps what it is sent and answers with the status it was told."""

    status = 201

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.sent: list[dict[str, Any]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Notify

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.sent.append(body | {"path": self.path, "authorization": self.headers["Authorization"]})
        said = {"id": "740e5834"} if self.server.status == 201 else {"errors": [{"error": "Refused", "message": "No"}]}
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said | {"status_code": self.server.status}).encode())

    def log_message(self, *_arguments: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def notify() -> Iterator[Notify]:
    with Notify() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def delivery(notify: Notify) -> NotifyDelivery:
    address = f"http://127.0.0.1:{notify.server_port}"
    return NotifyDelivery(KEY, "a-template", address, "https://inclusion.example/my-bookings")


def message(*, calendar: str | None = None) -> OutboxMessage:
    with transaction() as session:
        post_message(
            key="k", kind="told", person_id=None, email="ann@b.example", subject="Hello", text="Text.\n",
            calendar=calendar, calendar_method="REQUEST" if calendar else None,
        )  # fmt: skip
        return session.scalars(select(OutboxMessage)).one()


def test_subject_and_body_go_with_our_own_message_id_and_the_number_there_is_kept(notify: Notify) -> None:
    row = message(calendar="BEGIN:VCALENDAR")
    assert deliver_due(delivery(notify), clock.now) == 1
    [sent] = notify.sent
    assert sent["path"] == "/v2/notifications/email"
    assert sent["authorization"].startswith("Bearer ")
    assert (sent["email_address"], sent["template_id"]) == ("ann@b.example", "a-template")
    assert sent["reference"] == row.message_id
    assert sent["personalisation"]["subject"] == "Hello"
    assert "https://inclusion.example/my-bookings" in sent["personalisation"]["body"]  # in place of the calendar
    db.session.expire_all()
    assert (row.state, row.reference) == ("sent", "740e5834")


@pytest.mark.parametrize(
    ("status", "means"), [(400, NotEver), (403, NotEver), (429, NotNow), (500, NotNow), (503, NotNow)]
)
def test_what_an_answer_means(notify: Notify, status: int, means: type[Exception]) -> None:
    notify.status = status
    with pytest.raises(means):
        delivery(notify).deliver(message())


def test_nobody_there_means_not_now(notify: Notify) -> None:
    gone = NotifyDelivery(KEY, "a-template", "http://127.0.0.1:9")
    with pytest.raises(NotNow):
        gone.deliver(message())


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "sent"),
        ("permanent-failure", "dead"),
        ("temporary-failure", "waiting"),
        ("technical-failure", "waiting"),
    ],
)
def test_a_report_is_kept_once_whatever_it_says(notify: Notify, status: str, state: str) -> None:
    row = message()
    deliver_due(delivery(notify), clock.now)
    for _ in range(2):
        assert note_report(row.message_id, status, now=clock.now())
    db.session.expire_all()
    assert row.state == state
    assert (row.delivered_at is not None) == (status == "delivered")


def test_a_failure_reported_after_arrival_changes_nothing_and_an_unknown_message_neither(notify: Notify) -> None:
    row = message()
    deliver_due(delivery(notify), clock.now)
    note_report(row.message_id, "delivered", now=clock.now())
    note_report(row.message_id, "permanent-failure", now=clock.now())
    assert row.state == "sent"
    assert not note_report("<nobody@x>", "delivered", now=clock.now())


def _report(app: Flask, authorization: str, **said: str) -> int:
    client = FlaskClient(app, app.response_class)
    return client.post("/notify/callback", json=said, headers={"Authorization": authorization}).status_code


def test_only_who_knows_the_agreed_token_can_report(
    app: Flask, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = message()
    deliver_due(delivery(notify), clock.now)
    said = {"reference": row.message_id, "status": "delivered"}
    assert _report(app, "Bearer ", **said) == 404  # not set up
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], notify_callback_token=TOKEN))
    for wrong in ("", "Bearer ", "Bearer nearly", TOKEN[:-1]):
        assert _report(app, wrong, **said) == 404
    db.session.expire_all()
    assert row.delivered_at is None
    assert _report(app, f"Bearer {TOKEN}", **said) == 204
    db.session.expire_all()
    assert row.delivered_at is not None
