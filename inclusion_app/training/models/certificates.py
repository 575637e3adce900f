"""Certificates, and what people add to their own learning record."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base
from inclusion_app.training.models.bookings import Booking
from inclusion_app.vocabulary.models import Concept


class Certificate(Base):
    """One certificate of a completed booking. ``said`` is what it says, as it stood on the day it was issued.

    ``code`` is what anybody can check it by.
    """

    __tablename__ = "certificate"
    __table_args__ = (CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked_with_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    # by the sentinel SQLAlchemy knows which new id is whose, so that those of one run are one INSERT
    code: Mapped[str] = mapped_column(String(20), unique=True, insert_sentinel=True)
    issued_at: Mapped[datetime]
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str] = mapped_column(String(500), default="")
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    booking: Mapped[Booking] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class LearningAddition(Base):
    """Training that somebody had elsewhere and put on the own record; always shown as their own word."""

    __tablename__ = "learning_addition"
    __table_args__ = (CheckConstraint("hours IS NULL OR hours > 0", name="hours"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    given_by: Mapped[str] = mapped_column(String(200), default="")
    done_on: Mapped[date]
    hours: Mapped[int | None]
    strand_id: Mapped[int | None] = mapped_column(ForeignKey("concept.id"))
    valid_until: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    strand: Mapped[Concept | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it
