"""Assignments: reviewers on reviews."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.reviews import Review
from inclusion_app.reviews.states import STANDING, AssignmentState, Part

_STATES = ", ".join(f"'{state}'" for state in AssignmentState)
_STANDING = ", ".join(sorted(f"'{state}'" for state in STANDING))
_STANDS = text(f"state IN ({_STANDING})")
_LEADS = text(f"part = 'lead' AND state IN ({_STANDING})")


class Assignment(Base):
    """One person on the team of one review.

    Accepted means: no conflict declared, which opens the host's papers. ``declaration`` is what was declared or why
    it was declined. ``objection`` is the host's, ``objection_upheld`` what the programme office decided on it (none:
    not yet). ``overrides`` are conflict codes accepted with ``override_reason``. ``replaces_id``: whom this person
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint(f"part IN ({', '.join(f'{part.value!r}' for part in Part)})", name="part"),
        Index(
            "uq_assignment_standing",
            "review_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("uq_assignment_one_lead", "review_id", unique=True, sqlite_where=_LEADS, postgresql_where=_LEADS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=AssignmentState.PROPOSED)
    proposed_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    declaration: Mapped[str] = mapped_column(Text, default="")
    ended_reason: Mapped[str] = mapped_column(String(500), default="")
    overrides: Mapped[list[str]] = mapped_column(default=list)
    override_reason: Mapped[str] = mapped_column(String(500), default="")
    objected_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(Text, default="")
    objection_upheld: Mapped[bool | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    version: Mapped[int] = mapped_column(default=1)

    review: Mapped[Review] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it
