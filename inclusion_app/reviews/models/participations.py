"""A school's part in a cycle: its invitation, its answer, and whom it has named."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.cycles import ReviewCycle
from inclusion_app.reviews.states import ParticipationState
from inclusion_app.schools.models import School

_STATES = ", ".join(f"'{state}'" for state in ParticipationState)


class Participation(Base):
    """One school in one cycle. Enrolled means: the head has accepted ``agreement_id`` and named the contacts.

    ``coordinator_id`` keeps the self-review (as a rule the SENCO), ``governor_id`` is the SEND governor. ``reason``
    says why the school declined, deferred or withdrew; ``wishes`` which lines of enquiry it would like. ``reminders``
    is how often its head was reminded to answer, last at ``reminded_at``.
    """

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("cycle_id", "school_id"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(
            "state <> 'enrolled' OR (agreement_id IS NOT NULL AND accepted_by_id IS NOT NULL"
            " AND accepted_at IS NOT NULL AND coordinator_id IS NOT NULL)",
            name="enrolled_has_agreed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=ParticipationState.INVITED)
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_text.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    governor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    wishes: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    deferred_to_id: Mapped[int | None] = mapped_column(ForeignKey("review_cycle.id"))
    withdrawn_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    cycle: Mapped[ReviewCycle] = relationship(lazy="raise", foreign_keys=[cycle_id])
    school: Mapped[School] = relationship(lazy="raise")
    coordinator: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[coordinator_id])
    governor: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[governor_id])
    authors: Mapped[list["SelfReviewAuthor"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class SelfReviewAuthor(Base):
    """Somebody else of the school who writes the self-review with the coordinator."""

    __tablename__ = "self_review_author"

    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="raise")
