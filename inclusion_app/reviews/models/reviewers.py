"""Reviewers: who may review, where and when they can, and whom they must not review."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.schools.models import School


class Reviewer(Base):
    """A person who reviews. Accredited from ``accredited_on`` (the completion of *Peer to peer*), as lead if so marked.

    ``phases`` and ``expertise`` are codes of shared terms (phase, need and framework-area); ``capacity`` is how many
    reviews a cycle; ``home_school_id`` where distances are counted from; ``paused_until`` a pause they have asked for.
    """

    __tablename__ = "reviewer"
    __table_args__ = (CheckConstraint("capacity >= 0 AND capacity <= 20", name="capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    home_school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    accredited_on: Mapped[date | None]
    accredited_until: Mapped[date | None]
    may_lead: Mapped[bool] = mapped_column(default=False)
    may_champion: Mapped[bool] = mapped_column(default=False)
    inclusion_leader: Mapped[bool] = mapped_column(default=False)
    phases: Mapped[list[str]] = mapped_column(default=list)
    expertise: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=2)
    paused_until: Mapped[date | None]
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(lazy="raise")
    home_school: Mapped[School | None] = relationship(lazy="raise")
    ties: Mapped[list["ReviewerTie"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    away: Mapped[list["ReviewerAway"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="ReviewerAway.starts"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class ReviewerTie(Base):
    """A tie between a reviewer and a school that keeps them from reviewing it (domain.md 1.3, H1 and H3 to H5, H7).

    ``kind``: employed, governs, family, consults, casework. ``until`` is when it ended; none: it still holds.
    """

    __tablename__ = "reviewer_tie"
    __table_args__ = (
        CheckConstraint("kind IN ('employed', 'governs', 'family', 'consults', 'casework')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    until: Mapped[date | None]

    school: Mapped[School] = relationship(lazy="raise")


class ReviewerAway(Base):
    """Days on which a reviewer cannot visit, first and last included."""

    __tablename__ = "reviewer_away"
    __table_args__ = (CheckConstraint("ends >= starts", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("reviewer.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date]
