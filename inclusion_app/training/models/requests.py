"""Places that are asked for: requests, applications, interest, and the links in mails that lead to an answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School
from inclusion_app.training.models.courses import Course


class BookingRequest(Base):
    """What was said with a request or an application, and what was decided by whom and why.

    ``supported_by_id`` is who at the school said yes to an application before the team decides.
    """

    __tablename__ = "booking_request"
    __table_args__ = (
        CheckConstraint("decision IN ('', 'approved', 'declined')", name="decision"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at"),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    statement: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    supported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    supported_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")


class CourseInterest(Base):
    """Somebody wants to be told when a course gets dates; at most one open interest for each person and course."""

    __tablename__ = "course_interest"
    __table_args__ = (
        Index(
            "uq_course_interest_open",
            "course_id",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    school: Mapped[School | None] = relationship(lazy="raise")


class BookingLink(Base):
    """A link in a mail that shows a booking and lets one person answer without signing in; only its hash is kept.

    Opening it changes nothing; it works until ``expires_at`` or until the answer has been given.
    """

    __tablename__ = "booking_link"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('decide', 'offer', 'moved', 'feedback-before', 'feedback-after', 'feedback-later')",
            name="purpose",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
