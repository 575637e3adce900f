"""Proposals of who reviews whom, and conflicts that have come up since somebody was asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.assignments import Assignment
from inclusion_app.reviews.models.reviews import Review
from inclusion_app.reviews.states import Part

_OPEN = text("state = 'open'")


class MatchingProposal(Base):
    """Teams proposed for a cycle; nothing of it reaches reviewers before it is confirmed. One is open at a time.

    ``weights`` is how much each wish counted; ``figures`` says how long it took and what came of it; ``unserved`` why
    a review has no team, by its id. ``fingerprint`` stands for everything the solving had read.
    """

    __tablename__ = "matching_proposal"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'dropped')", name="state"),
        Index("uq_matching_proposal_open", "cycle_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    weights: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    unserved: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=1)

    places: Mapped[list["ProposedPlace"]] = relationship(
        lazy="raise", order_by="ProposedPlace.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class ProposedPlace(Base):
    """One place on one proposed team; nobody on it yet: it could not be filled.

    ``locked``: solving again keeps the person. ``accepted`` are codes of conflicts set aside with ``reason``.
    """

    __tablename__ = "proposed_place"
    __table_args__ = (
        UniqueConstraint("proposal_id", "review_id", "person_id"),
        CheckConstraint(f"part IN ({', '.join(f'{part.value!r}' for part in Part)})", name="part"),
        CheckConstraint("NOT locked OR person_id IS NOT NULL", name="locked_has_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("matching_proposal.id"), index=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    locked: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(String(500), default="")

    review: Mapped[Review] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")


class AssignmentConflict(Base):
    """A conflict that has come up since somebody was asked; the office has been told once, when it was found.

    ``gone_at``: it does not hold any more. Set aside means: its code is among the assignment's ``overrides``.
    """

    __tablename__ = "assignment_conflict"
    __table_args__ = (UniqueConstraint("assignment_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    code: Mapped[str] = mapped_column(String(4))
    found_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship(lazy="raise")
