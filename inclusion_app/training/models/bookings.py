"""Bookings, every change of them, and what people need provided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School
from inclusion_app.training.models.runs import Run
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, RunOutcome

_STATES = ", ".join(f"'{state}'" for state in BookingState)
_WAYS = ", ".join(f"'{way}'" for way in CameBy)
_ACTIVE = ", ".join(sorted(f"'{state}'" for state in ACTIVE))


class Booking(Base):
    """One place holder's claim on a run.

    ``holder`` names who takes the place (``person:12``, ``school:7``); one holder has at most one active booking on
    a run, which the database enforces. ``queue_number`` is the order of joining the waiting list, never reused.
    ``group_key`` joins the bookings of people who wait together. ``uid`` and ``sequence`` are the calendar's.

    Where a school or a leadership team takes the place, ``person_id`` is its contact, and ``participants`` names who
    comes. ``offered_until`` is when an offer of a place lapses, ``replaces_id`` the booking of the colleague whose
    place this is, ``ring_fence_id`` the kept places it counts among, ``moved_at`` when the run was moved and nobody
    has said since whether the place is kept. ``came_by`` says how it was made.
    """

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("(state = 'waiting') <= (queue_number IS NOT NULL)", name="waiting_has_number"),
        CheckConstraint("(state = 'offered') = (offered_until IS NOT NULL)", name="offered_until"),
        CheckConstraint(f"came_by IN ({_WAYS})", name="came_by"),
        Index(
            "uq_booking_one_active",
            "run_id",
            "holder",
            unique=True,
            sqlite_where=text(f"state IN ({_ACTIVE})"),
            postgresql_where=text(f"state IN ({_ACTIVE})"),
        ),
        UniqueConstraint("run_id", "queue_number"),
        Index("ix_booking_school_state", "school_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    holder: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    state: Mapped[str] = mapped_column(String(12))
    queue_number: Mapped[int | None]
    group_key: Mapped[str | None] = mapped_column(String(40))
    overridden: Mapped[list[str]] = mapped_column(default=list)
    placed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    placed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_late: Mapped[bool] = mapped_column(default=False)
    offered_until: Mapped[datetime | None] = mapped_column(index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    ring_fence_id: Mapped[int | None] = mapped_column(ForeignKey("ring_fence.id", ondelete="SET NULL"), index=True)
    moved_at: Mapped[datetime | None]
    came_by: Mapped[str] = mapped_column(String(12), default=CameBy.BASKET)
    # by the sentinel SQLAlchemy knows which new id is whose, so that any number of bookings is one INSERT
    uid: Mapped[str] = mapped_column(String(100), unique=True, insert_sentinel=True)
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    run: Mapped[Run] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[person_id])
    school: Mapped[School] = relationship(lazy="raise")
    need: Mapped["BookingNeed | None"] = relationship(lazy="raise", cascade="all, delete-orphan")
    outcome: Mapped["OutcomeOfRun | None"] = relationship(lazy="raise")
    participants: Mapped[list[Person]] = relationship(
        lazy="raise", secondary="booking_participant", order_by=Person.name
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class BookingChange(Base):
    """One change of a booking's state, by one act on the audit trail."""

    __tablename__ = "booking_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), index=True)
    before: Mapped[str | None] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), default="")


class BookingParticipant(Base):
    """Somebody who comes on a place that a school or its leadership team has taken."""

    __tablename__ = "booking_participant"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class BookingNeed(Base):
    """What to provide for somebody at a run (access, diet): never a diagnosis; deleted 30 days after the run."""

    __tablename__ = "booking_need"

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    access: Mapped[str] = mapped_column(Text, default="")
    diet: Mapped[str] = mapped_column(Text, default="")


class OutcomeOfRun(Base):
    """What came of a booking: completed, part or not; what a prerequisite is checked against."""

    __tablename__ = "run_outcome"
    __table_args__ = (CheckConstraint(f"outcome IN ({', '.join(f'{o.value!r}' for o in RunOutcome)})", name="outcome"),)

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(10))
    decided_on: Mapped[date]
    valid_until: Mapped[date | None]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
