"""Who did what, when, to what, and from where: one row per act, only ever added."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from flask import has_request_context, request
from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import Base, db, is_writing

DONE = "done"
REFUSED = "refused"
COMMAND_LINE = "command line"


class Acting(Protocol):
    """Whoever acts: a person, or the service itself (no person)."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


class AuditEvent(Base):
    """One act, or one refusal. The database itself refuses to change or delete a row."""

    __tablename__ = "audit_event"
    __table_args__ = (CheckConstraint(f"outcome IN ('{DONE}', '{REFUSED}')", name="outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    actor_name: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(60), index=True)
    outcome: Mapped[str] = mapped_column(String(10), default=DONE)
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(60))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    address: Mapped[str] = mapped_column(String(60))


def record(
    actor: Acting,
    act: str,
    subject: Base | tuple[str, object],
    *,
    school_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
    outcome: str = DONE,
) -> AuditEvent:
    """Add the one audit row of an act, in the transaction of the act itself.

    ``act`` is verb_noun, as the service function is called; ``subject`` the row acted on, or its (type, id);
    ``detail`` what changed, as JSON, without confidential text. Raises RuntimeError outside a transaction.
    """
    if not is_writing():
        raise RuntimeError("An act is recorded in the transaction that does it.")
    if isinstance(subject, Base):
        db.session.flush()
        subject = (subject.__tablename__, getattr(subject, "id", ""))
    event = AuditEvent(
        at=clock.now(),
        actor_id=actor.person_id,
        actor_name=actor.name[:200],
        act=act,
        outcome=outcome,
        subject_type=subject[0],
        subject_id=str(subject[1])[:60],
        school_id=school_id,
        detail=dict(detail or {}),
        address=_address(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def _address() -> str:
    return (request.remote_addr or "unknown") if has_request_context() else COMMAND_LINE
