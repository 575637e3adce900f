"""A mail server that kills the worker which sends to it, at a stage of one of its mails."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from tests.integration.foundation.mail import Serving


@dataclass
class KillingSink:
    """Takes every mail; kills the worker that sends it at a stage of one of its mails, when it is told to."""

    taken: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""
    pid: int = 0
    stage: str = ""
    mails_before: int = 0

    def plan(self, pid: int, stage: str, mails_before: int) -> None:
        """Kill that process at that stage of the mail after so many."""
        self.pid, self.stage, self.mails_before = pid, stage, mails_before

    async def handle_EHLO(self, _server: Any, session: Any, _envelope: Any, name: str, answers: Any) -> Any:  # noqa: N802
        session.host_name = name
        self._kill_at("connect")
        return answers

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        self._kill_at("mail")
        if self.mails_before < 0:
            self._kill_at("marked")  # the mail before this one has been noted, or this one would not begin
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        self._kill_at("rcpt")
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self._kill_at("data"):
            return "451 nobody there any more"
        mail = message_from_bytes(envelope.content)
        self.taken += [(address, str(mail["Message-ID"]), str(mail["Subject"])) for address in envelope.rcpt_tos]
        self.mails_before -= 1
        if self.stage == "answered" and self.mails_before < 0:
            os.kill(self.pid, signal.SIGSTOP)  # or it might note what it hears before this process gets to kill it
            await server.push("250 taken")
            self._kill()
        return "250 taken"

    def _kill_at(self, stage: str) -> bool:
        if stage != self.stage or (self.mails_before > 0 and stage != "connect"):
            return False
        self._kill()
        return True

    def _kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.pid, self.stage = 0, ""


@contextmanager
def served(sink: KillingSink) -> Iterator[None]:
    """It listens for the length of the block."""
    server = Serving(sink)  # type: ignore[arg-type]  # a sink of its own kind
    server.start()
    try:
        yield
    finally:
        server.stop()
