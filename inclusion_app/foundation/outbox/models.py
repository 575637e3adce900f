"""The outbox table."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class MessageState(StrEnum):
    """Where a message is on its way out."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    HELD = "held"


STATES = ", ".join(f"'{state}'" for state in MessageState)


class OutboxMessage(Base):
    """One message to one recipient. ``key`` names event, recipient and version, so no event tells anybody twice.

    ``message_id`` never changes, so that a second delivery (the process died between sending and marking) is
    recognised by the recipient's mail system as the same message. ``reference`` is what the delivery calls it, and
    ``delivered_at`` when it was said to have arrived.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index("ix_outbox_message_due", "state", "next_attempt_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str | None] = mapped_column(Text)
    calendar_method: Mapped[str | None] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default=MessageState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_problem: Mapped[str] = mapped_column(String(500), default="")
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    reference: Mapped[str] = mapped_column(String(100), default="", index=True)
    delivered_at: Mapped[datetime | None]


class DigestLine(Base):
    """One line of the daily digest to somebody who books for others; ``digest_key`` is the message it went out in."""

    __tablename__ = "digest_line"
    __table_args__ = (Index("ix_digest_line_open", "digest_key", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    link: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]
    digest_key: Mapped[str | None] = mapped_column(String(200))
