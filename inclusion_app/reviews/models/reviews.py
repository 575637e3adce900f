"""Reviews: one host school's journey through one cycle, every move of it, and deadlines that were moved."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.cycles import ReviewCycle
from inclusion_app.reviews.models.participations import Participation
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.schools.models import School

_STATES = ", ".join(f"'{state}'" for state in ReviewState)
_SIDES = ", ".join(f"'{side}'" for side in Side)


class Review(Base):
    """One host school in one cycle. ``state`` is the stage reached; overdue is computed, never stored.

    ``visit_on`` is the agreed first day of the visit, ``visit_until`` the last. ``champion_id`` runs the workshop,
    ``moderator_id`` reads the draft. ``follow_up_on`` is when the impact review is due. ``uid`` and ``sequence`` are
    the calendar's. ``lines_of_enquiry`` (one a line) and ``briefing`` are the lead's preparation, whose
    changes ``preparation_version`` counts.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(f"side IN ({_SIDES})", name="side"),
        CheckConstraint("visit_until >= visit_on", name="visit_in_order"),
        Index("ix_review_cycle_state", "cycle_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), unique=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    state: Mapped[str] = mapped_column(String(24), default=ReviewState.PLANNED)
    side: Mapped[str] = mapped_column(String(12), default=Side.NONE)
    side_reason: Mapped[str] = mapped_column(String(500), default="")
    visit_on: Mapped[date | None] = mapped_column(index=True)
    visit_until: Mapped[date | None]
    champion_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    lines_of_enquiry: Mapped[str] = mapped_column(Text, default="")
    briefing: Mapped[str] = mapped_column(Text, default="")
    preparation_version: Mapped[int] = mapped_column(default=1, server_default="1")
    workshop_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    created_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(String(100), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    cycle: Mapped[ReviewCycle] = relationship(lazy="raise")
    participation: Mapped[Participation] = relationship(lazy="raise")
    school: Mapped[School] = relationship(lazy="raise")
    champion: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[champion_id])
    moderator: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[moderator_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def stage(self) -> ReviewState:
        """The stage as a value of its own kind."""
        return ReviewState(self.state)


class ReviewChange(Base):
    """One move of a review, by one act on the audit trail; ``before`` and ``after`` are stages or sides."""

    __tablename__ = "review_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), index=True)
    act: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(String(24))
    after: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500), default="")


class StageDeadline(Base):
    """A deadline of one review that was moved (``due_on``) or waived (no date), with its reason."""

    __tablename__ = "stage_deadline"
    __table_args__ = (CheckConstraint(f"stage IN ({_STATES})", name="stage"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(String(24), primary_key=True)
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(500))
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]
