"""Feedback at three points, with confidence for each of the course's outcomes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base
from inclusion_app.training.models.bookings import Booking
from inclusion_app.training.states import FeedbackPoint

_POINTS = ", ".join(f"'{point}'" for point in FeedbackPoint)


class FeedbackRequest(Base):
    """Somebody was asked for feedback at one point; the denominator of every response rate."""

    __tablename__ = "feedback_request"
    __table_args__ = (
        CheckConstraint(f"point IN ({_POINTS})", name="point"),
        UniqueConstraint("booking_id", "point"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    point: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]

    booking: Mapped[Booking] = relationship(lazy="raise")


class FeedbackAnswer(Base):
    """What somebody said at one point; the last with the line manager, who is named and may add a comment."""

    __tablename__ = "feedback_answer"
    __table_args__ = (
        CheckConstraint(f"point IN ({_POINTS})", name="point"),
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating"),
        UniqueConstraint("booking_id", "point"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    point: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime]
    rating: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    manager_name: Mapped[str] = mapped_column(String(200), default="")
    manager_comment: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    booking: Mapped[Booking] = relationship(lazy="raise")
    confidences: Mapped[list["FeedbackConfidence"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class FeedbackConfidence(Base):
    """How confident somebody is in one outcome of the course, from 1 to 5."""

    __tablename__ = "feedback_confidence"
    __table_args__ = (CheckConstraint("value BETWEEN 1 AND 5", name="value"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("feedback_answer.id"), primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("course_outcome.id"), primary_key=True, index=True)
    value: Mapped[int]
