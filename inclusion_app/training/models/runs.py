"""Runs of a course, and their sessions."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import Base
from inclusion_app.training.models.courses import Course
from inclusion_app.training.states import RunState


class Run(Base):
    """One running of a course: it has places, and is booked as a whole.

    ``taken`` is the number of bookings that use up a place. The database refuses ``taken`` above ``capacity``, and
    services only raise it by one conditional UPDATE, so a place is never given twice.

    ``places_per_school`` are the funded places of each school until ``released_at``; after it schools may have more.
    ``warn_on`` is the day on which too few people are reported. Numbers of the waiting list lie between
    ``front_of_queue`` and ``next_in_queue``, both exclusive. ``completion_rule`` stands in place of the course's.
    ``register_closed_at``: attendance is complete, outcomes are decided.
    """

    __tablename__ = "run"
    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="never_oversold"),
        CheckConstraint("minimum >= 0 AND minimum <= capacity", name="minimum"),
        CheckConstraint("opens_at < book_by", name="opens_before_it_closes"),
        Index("ix_run_course_starts", "course_id", "starts_at"),
        Index("ix_run_state_starts", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=RunState.DRAFT)
    delivery: Mapped[str] = mapped_column(String(20))
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    minimum: Mapped[int] = mapped_column(default=0)
    next_in_queue: Mapped[int] = mapped_column(default=1)
    opens_at: Mapped[datetime]
    book_by: Mapped[datetime]
    cancel_by: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places_per_school: Mapped[int | None]
    released_at: Mapped[datetime | None]
    warn_on: Mapped[date | None]
    substitute_by: Mapped[datetime | None]
    completion_rule: Mapped[str | None] = mapped_column(String(40))
    register_closed_at: Mapped[datetime | None]
    joining_release_days: Mapped[int] = mapped_column(default=7)
    front_of_queue: Mapped[int] = mapped_column(default=0)
    joining_instructions: Mapped[str] = mapped_column(Text, default="")
    access_facts: Mapped[str] = mapped_column(Text, default="")
    cancelled_reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    course: Mapped[Course] = relationship(lazy="raise")
    provider: Mapped[Provider] = relationship(lazy="raise")
    sessions: Mapped[list["Session"]] = relationship(
        lazy="raise", order_by="Session.starts_at", cascade="all, delete-orphan", back_populates="run"
    )
    fences: Mapped[list["RingFence"]] = relationship(
        lazy="raise", order_by="RingFence.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def places_left(self) -> int:
        """How many places nobody has taken."""
        return self.capacity - self.taken


class RingFence(Base):
    """Places kept for some schools until a moment: a phase, a grouping (district, trust …), or those not yet reached.

    ``code`` is the phase, or ``kind-of-grouping:code``; empty for schools not yet reached.
    """

    __tablename__ = "ring_fence"
    __table_args__ = (
        CheckConstraint("kind IN ('phase', 'grouping', 'not-reached')", name="kind"),
        CheckConstraint("places > 0", name="places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(120), default="")
    places: Mapped[int]
    until: Mapped[datetime]


class Session(Base):
    """One dated meeting of a run.

    ``day``, ``start`` and ``end`` are what was agreed, on the London wall clock; ``starts_at`` and ``ends_at`` are
    the same moments in UTC, kept beside them for sorting and for clashes. ``check_in_code`` is shown in the room.
    """

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    day: Mapped[date]
    start: Mapped[time]
    end: Mapped[time]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    joining_link: Mapped[str] = mapped_column(String(500), default="")
    check_in_code: Mapped[str | None] = mapped_column(String(12))

    run: Mapped[Run] = relationship(lazy="raise", back_populates="sessions")
