"""Delivery by GOV.UK Notify, and what it reports back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import requests
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from sqlalchemy import select

from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.outbox.deliveries import NotEver, NotNow
from inclusion_app.foundation.outbox.models import MessageState, OutboxMessage
from inclusion_app.foundation.outbox.worker import MOST_ATTEMPTS, wait_after

TIMEOUT_SECONDS = 20
TOO_MANY, SERVER_FAULT = 429, 500


@dataclass
class NotifyDelivery:
    """One template with ``((subject))`` and ``((body))``; Notify carries no calendar, so a link stands in its place."""

    key: str = field(repr=False)
    template_id: str
    url: str = ""
    bookings_address: str = ""

    def deliver(self, message: OutboxMessage) -> str:
        """Hand the message over under our Message-ID; gives the number it has there. Raises NotEver or NotNow."""
        try:
            answer = self._client().send_email_notification(
                email_address=message.email,
                template_id=self.template_id,
                personalisation={"subject": message.subject, "body": self._body(message)},
                reference=message.message_id,
            )
        except HTTPError as refused:
            problem = f"{refused.status_code} {refused.message}"[:500]
            if refused.status_code == TOO_MANY or refused.status_code >= SERVER_FAULT:
                raise NotNow(problem) from refused
            raise NotEver(problem) from refused
        except (requests.RequestException, OSError) as trouble:
            raise NotNow(str(trouble)) from trouble
        return str(answer.get("id", ""))[:100]

    def close(self) -> None:
        """Nothing is held open."""

    def _body(self, message: OutboxMessage) -> str:
        if message.calendar is None:
            return message.text
        return f"{message.text}\nTo see it in your calendar, open your bookings: {self.bookings_address}\n"

    def _client(self) -> Any:
        base = {"base_url": self.url} if self.url else {}
        client: Any = NotificationsAPIClient  # it carries no types
        return client(self.key, timeout=TIMEOUT_SECONDS, **base)


def note_report(message_id: str, status: str, *, now: datetime) -> bool:
    """Keep what Notify reports of a message, by our Message-ID; reporting the same again changes nothing.

    Delivered is noted, a permanent failure is for the team to see, and after a passing one the message goes again
    while it has attempts left. Returns whether there is such a message.
    """
    with transaction() as session:
        message = session.scalars(
            select(OutboxMessage).where(OutboxMessage.message_id == message_id).with_for_update()
        ).first()
        if message is None:
            return False
        if status == "delivered":
            message.delivered_at = message.delivered_at or now
        elif message.state == MessageState.SENT and message.delivered_at is None and status.endswith("failure"):
            gone = status == "permanent-failure" or message.attempts >= MOST_ATTEMPTS
            message.state = MessageState.DEAD if gone else MessageState.WAITING
            message.sent_at = None
            message.last_problem = f"GOV.UK Notify reports: {status}"
            message.next_attempt_at = now + wait_after(max(1, message.attempts))
    return True
