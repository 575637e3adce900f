"""Registers: who was there, session by session."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base
from inclusion_app.training.states import Mark

_MARKS = ", ".join(f"'{mark}'" for mark in Mark)


class Attendance(Base):
    """What the register says of one booking at one session. ``minutes`` where somebody was there for a part.

    ``marked_from`` says how it came in: the register, self check-in, the paper list, a walk-in, an import.
    ``told_at`` is the moment the mark was made on the device, which may have been off line since.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint(f"mark IN ({_MARKS})", name="mark"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes"),
        CheckConstraint("marked_from IN ('register', 'check-in', 'paper', 'walk-in', 'import')", name="marked_from"),
        UniqueConstraint("session_id", "booking_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    mark: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int | None]
    marked_at: Mapped[datetime]
    told_at: Mapped[datetime]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_from: Mapped[str] = mapped_column(String(12), default="register")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it
