"""Ways out: a folder of files (the default for a trial), or an SMTP server."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from inclusion_app.foundation.outbox.models import OutboxMessage

SMTP_TIMEOUT_SECONDS = 20
GIVE_UP_FROM = 500


class NotNow(Exception):
    """The message could not go out this time; try again later."""


class NotEver(Exception):
    """The message will never be accepted as it is; somebody has to look at it."""


class Delivery(Protocol):
    """Takes messages out of the house."""

    def deliver(self, message: OutboxMessage) -> str | None:
        """Take one out; what it is called there, if anything. Raises NotNow or NotEver."""

    def close(self) -> None:
        """Let go of what is held open."""


def as_email(message: OutboxMessage, *, sender: str, now: datetime) -> EmailMessage:
    """The message as mail clients expect it: text, and the invitation as a calendar part (RFC 5545, iMIP)."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.email
    mail["Subject"] = message.subject
    mail["Date"] = now
    mail["Message-ID"] = message.message_id
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    if message.calendar:
        mail.add_alternative(
            message.calendar.encode(),
            maintype="text",
            subtype="calendar",
            params={"method": message.calendar_method or "PUBLISH", "charset": "utf-8"},
        )
    return mail


@dataclass
class FileDelivery:
    """Writes each message as a file: for trying the service out without a mail server."""

    folder: Path
    sender: str
    clock: Callable[[], datetime]

    def deliver(self, message: OutboxMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{message.id:08}-{message.kind}.eml"
        (self.folder / name).write_bytes(bytes(as_email(message, sender=self.sender, now=self.clock())))

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class SmtpDelivery:
    """Hands messages to an SMTP server over one connection, opened when first needed.

    ``url`` is smtp://[user:password@]host[:port] or smtps://…; smtp with a user name asks for STARTTLS.
    """

    url: str
    sender: str
    clock: Callable[[], datetime]
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)

    def deliver(self, message: OutboxMessage) -> None:
        try:
            self._send(as_email(message, sender=self.sender, now=self.clock()), message.email)
        except smtplib.SMTPRecipientsRefused as refused:
            code, reason = next(iter(refused.recipients.values()))
            self._refused(code, reason)
        except smtplib.SMTPResponseException as answer:
            self._refused(answer.smtp_code, answer.smtp_error)
        except ValueError as wrong:
            raise NotEver(str(wrong)) from wrong
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            raise NotNow(str(trouble)) from trouble

    def close(self) -> None:
        """Let the connection go; the next message opens a new one."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _send(self, mail: EmailMessage, address: str) -> None:
        """To an ordinary address as it is; otherwise the library sees to what the server can do."""
        if address.isascii():
            self._connected().sendmail(parseaddr(self.sender)[1], [address], mail.as_bytes(policy=SMTP))
        else:
            self._connected().send_message(mail)

    def _refused(self, code: int, reason: bytes | str) -> None:
        said = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        if code >= GIVE_UP_FROM:
            self._reset()
            raise NotEver(f"{code} {said}")
        self.close()
        raise NotNow(f"{code} {said}")

    def _reset(self) -> None:
        try:
            self._connected().rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            parts = urlsplit(self.url)
            kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
            self._server = kind(parts.hostname or "", parts.port or 0, timeout=SMTP_TIMEOUT_SECONDS)
            if parts.username:
                if parts.scheme == "smtp":
                    self._server.starttls(context=ssl.create_default_context())
                self._server.login(unquote(parts.username), unquote(parts.password or ""))
        return self._server
