"""Messages leave once, whatever happens to the mail server or to the process that sends them."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import Message, MessageState, OutboxMessage, post_messages
from inclusion_app.foundation.outbox.deliveries import FileDelivery, NotNow, as_email
from inclusion_app.foundation.outbox.worker import CLAIM_LASTS, MOST_ATTEMPTS, deliver_due, wait_after
from tests.integration.foundation.mail import SENDER, Serving, Sink, SteppedClock, outbox, post, smtp

ANN, BEN, CAT = "ann@a.example", "ben@b.example", "cat@c.example"


@pytest.fixture
def time(database: SQLAlchemy) -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    serving = Serving(sink)
    serving.start()
    yield sink
    serving.stop()


@dataclass
class Recorder:
    """A way out that remembers, and fails for some."""

    fails: dict[str, Exception | BaseException] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)

    def deliver(self, message: OutboxMessage) -> None:
        if message.email in self.fails:
            raise self.fails[message.email]
        self.sent.append((message.email, message.message_id))

    def close(self) -> None:
        """Nothing is held open."""


def later(time: SteppedClock, by: timedelta = timedelta(days=1)) -> SteppedClock:
    time.step(by)
    return time


def deliver_by_smtp(sink: Sink, time: SteppedClock) -> None:
    with smtp(sink, time) as way:
        deliver_due(way, later(time))


def test_a_message_goes_out_once_and_is_marked(time: SteppedClock) -> None:
    post(ANN, BEN)
    way = Recorder()

    assert deliver_due(way, later(time)) == 2
    assert deliver_due(way, later(time)) == 0
    assert [email for email, _ in way.sent] == [ANN, BEN]
    assert {m.state for m in outbox().values()} == {MessageState.SENT}
    assert outbox()[ANN].sent_at is not None


def test_the_same_key_is_posted_once(time: SteppedClock) -> None:
    for _time in range(2):
        post(ANN)

    assert len(outbox()) == 1


class PowerCut(BaseException):
    """The process dies."""


def post_and_fail() -> None:
    with transaction():
        post(ANN)
        raise PowerCut


def test_an_act_that_is_undone_sends_nothing(time: SteppedClock) -> None:
    with pytest.raises(PowerCut):
        post_and_fail()
    way = Recorder()

    assert deliver_due(way, later(time)) == 0
    assert way.sent == []


def test_what_dies_between_sending_and_marking_goes_again_as_the_same_mail(time: SteppedClock) -> None:
    post(ANN)
    way = Recorder(fails={ANN: PowerCut()})
    with pytest.raises(PowerCut):
        deliver_due(way, later(time))
    assert outbox()[ANN].state == MessageState.SENDING
    before = outbox()[ANN].message_id
    way.fails.clear()

    assert deliver_due(way, later(time, CLAIM_LASTS - timedelta(seconds=1))) == 0
    assert deliver_due(way, later(time, timedelta(seconds=1))) == 1
    assert way.sent == [(ANN, before)]


def test_two_workers_at_once_send_each_message_once(app: Flask, time: SteppedClock) -> None:
    everybody = [f"person{number}@x.example" for number in range(120)]
    post(*everybody)
    later(time)
    way, gate = Recorder(), threading.Barrier(4)

    def work(_number: int) -> int:
        with app.app_context():
            gate.wait()
            return sum(iter(lambda: deliver_due(way, time), 0))

    with ThreadPoolExecutor(4) as pool:
        taken = sum(pool.map(work, range(4)))

    assert taken == 120
    assert Counter(email for email, _ in way.sent) == Counter(everybody)
    assert {m.state for m in outbox().values()} == {MessageState.SENT}


@pytest.mark.parametrize(
    "trouble", [NotNow("later"), KeyError("a fault"), OSError("no room"), ValueError("bad")], ids=repr
)
def test_one_message_in_trouble_does_not_hold_up_the_others(time: SteppedClock, trouble: Exception) -> None:
    post(ANN, BEN, CAT)
    way = Recorder(fails={BEN: trouble})

    assert deliver_due(way, later(time)) == 3
    assert [email for email, _ in way.sent] == [ANN, CAT]
    assert outbox()[BEN].state == MessageState.WAITING
    assert outbox()[BEN].last_problem


def test_a_mail_server_that_says_later_is_asked_again_with_longer_and_longer_waits(time: SteppedClock) -> None:
    post(ANN)
    way, waits = Recorder(fails={ANN: NotNow("421 busy")}), []
    later(time)
    while outbox()[ANN].state != MessageState.DEAD:
        assert deliver_due(way, time) == 1
        waits.append(outbox()[ANN].next_attempt_at - time())
        assert deliver_due(way, time) == 0  # not before its time
        later(time, waits[-1])

    assert waits == [wait_after(n) for n in range(1, MOST_ATTEMPTS + 1)]
    assert outbox()[ANN].last_problem == "421 busy"
    assert deliver_due(way, later(time)) == 0


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 no such person", MessageState.DEAD),
        ("421 busy", MessageState.WAITING),
        ("451 try later", MessageState.WAITING),
    ],
)
def test_each_recipient_is_answered_for_itself(
    sink: Sink, time: SteppedClock, answer: str, state: MessageState
) -> None:
    post(ANN, BEN, CAT)
    sink.answers = {BEN: [answer]}

    deliver_by_smtp(sink, time)

    assert sink.recipients == [ANN, CAT]
    assert outbox()[BEN].state == state
    assert answer[4:] in outbox()[BEN].last_problem
    deliver_by_smtp(sink, time)
    assert sink.recipients == ([ANN, CAT, BEN] if state == MessageState.WAITING else [ANN, CAT])


@pytest.mark.parametrize("hostile", ["a\r\nBcc: spy@evil.example", "no address", "", "ä@b.example", "[", "a@b@c"])
def test_an_address_that_is_none_does_not_hold_up_the_others(sink: Sink, time: SteppedClock, hostile: str) -> None:
    post(ANN, hostile, CAT)

    deliver_by_smtp(sink, time)

    assert [email for email in sink.recipients if email in {ANN, CAT}] == [ANN, CAT]
    assert "spy@evil.example" not in sink.recipients
    assert outbox()[hostile].state != MessageState.SENDING


def test_a_server_that_is_not_there_loses_nothing(sink: Sink, time: SteppedClock) -> None:
    post(ANN)
    real, sink.url = sink.url, "smtp://127.0.0.1:1"

    deliver_by_smtp(sink, time)
    sink.url = real
    deliver_by_smtp(sink, time)

    assert sink.recipients == [ANN]
    assert outbox()[ANN].attempts == 2


def test_the_mail_says_what_was_posted_with_the_invitation_as_a_calendar(sink: Sink, time: SteppedClock) -> None:
    invitation = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Zażółć\r\nEND:VCALENDAR\r\n"
    post(
        ANN,
        subject="Booked:\r\nBcc: spy@evil.example Ünïts",
        text="Hello Zażółć\n.\nGood day.",
        calendar=invitation,
        calendar_method="REQUEST",
    )

    deliver_by_smtp(sink, time)

    [(recipient, mail)] = sink.taken
    body, calendar = mail.get_body(("plain",)), mail.get_body(("calendar",)) or list(mail.iter_parts())[-1]
    assert (recipient, mail["To"], mail["From"]) == (ANN, ANN, SENDER)
    assert mail["Subject"] == "Booked: Bcc: spy@evil.example Ünïts"
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == outbox()[ANN].message_id
    assert body is not None
    assert body.get_content().splitlines() == ["Hello Zażółć", ".", "Good day."]
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True) == invitation.encode()


def test_without_a_mail_server_each_message_is_a_file(time: SteppedClock, data_folder: Path) -> None:
    post(ANN, "a\nb", CAT)

    deliver_due(FileDelivery(data_folder / "mail", SENDER, time), later(time))

    files = sorted((data_folder / "mail").glob("*.eml"))
    assert len(files) == 2
    assert b"To: ann@a.example" in files[0].read_bytes()


def test_outside_a_transaction_nothing_is_posted(database: SQLAlchemy) -> None:
    from inclusion_app.foundation.outbox import post_message

    with pytest.raises(RuntimeError, match="in the transaction"):
        post_message(key="k", kind="k", person_id=None, email=ANN, subject="s", text="t")
    assert not db.session.new


def test_answers_go_where_the_message_says(database: SQLAlchemy) -> None:
    with transaction() as session:
        post_messages(
            [
                Message(
                    key="k", kind="told", person_id=None, email="a@b.example", subject="S", text="T",
                    reply_to="p@b.example",
                )
            ]
        )  # fmt: skip
        row = session.scalars(select(OutboxMessage)).one()
    assert as_email(row, sender="s@b.example", now=clock.now())["Reply-To"] == "p@b.example"


def _how_it_waits() -> set[str]:
    """How two connections of the pool wait for the disc."""
    question = "PRAGMA synchronous" if db.engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
    with db.engine.connect() as one, db.engine.connect() as other:
        return {str(connection.exec_driver_sql(question).scalar()) for connection in (one, other)}


def test_after_a_delivery_every_connection_waits_for_the_disc_as_before(sink: Sink, time: SteppedClock) -> None:
    before = _how_it_waits()
    post("a@b.example")
    time.step(timedelta(minutes=1))
    with smtp(sink, time) as way:
        assert deliver_due(way, time) == 1
    assert _how_it_waits() == before
