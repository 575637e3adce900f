"""A mail server of our own, and messages to send to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from inclusion_app.foundation.outbox.deliveries import SmtpDelivery

SENDER = "inclusion@county.example"


@dataclass
class Sink:
    """Takes every mail and answers as told: by recipient, a list of answers to give before accepting."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    url: str = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        planned = self.answers.get(address, [])
        answer = planned.pop(0) if planned else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken += [(address, mail) for address in envelope.rcpt_tos]
        return "250 taken"

    @property
    def recipients(self) -> list[str]:
        """Who got a mail, in order."""
        return [address for address, _mail in self.taken]


class Serving(Controller):
    """The sink on a port of its own."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        """The port is known only now."""
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        self.handler.url = f"smtp://127.0.0.1:{self.port}"
        super()._trigger_server()  # type: ignore[no-untyped-call]


class SteppedClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = clock.now()

    def __call__(self) -> datetime:
        return self.time

    def step(self, by: timedelta) -> None:
        """Let time go by."""
        self.time += by


@contextmanager
def smtp(sink: Sink, time: Callable[[], datetime]) -> Iterator[SmtpDelivery]:
    """The way to the sink, for the length of the block."""
    way = SmtpDelivery(sink.url, SENDER, time)
    yield way
    way.close()


def post(*emails: str, **given: Any) -> None:
    """One message to each."""
    with transaction():
        for email in emails:
            told = {"key": f"told:{email}", "kind": "told", "person_id": None, "subject": "Hello", "text": "Good day."}
            post_messages([Message(**(told | {"email": email} | given))])


def outbox() -> dict[str, OutboxMessage]:
    """What is in the outbox now, by recipient."""
    db.session.expire_all()
    return {message.email: message for message in db.session.scalars(select(OutboxMessage))}
