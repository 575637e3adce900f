"""Cycles: one round of peer reviews, and what its schools agree to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.frameworks import Framework
from inclusion_app.reviews.states import CycleState, Mode, Preset


def _listed(kind: type[CycleState] | type[Mode] | type[Preset]) -> str:
    return ", ".join(f"'{value}'" for value in kind)


class AgreementText(Base):
    """One version of what a head agrees to under a preset; never changed once it is there."""

    __tablename__ = "agreement_text"
    __table_args__ = (
        UniqueConstraint("preset", "version_number"),
        CheckConstraint(f"preset IN ({_listed(Preset)})", name="preset"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    preset: Mapped[str] = mapped_column(String(20))
    version_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReviewCycle(Base):
    """One round of peer reviews in one school year.

    ``deadlines`` are working days by stage, as ``rules/deadlines.py`` reads them. Visits lie from ``visits_from`` to
    ``visits_until``. ``uses_ratings``: areas are judged on the scale; ``moderated``: somebody outside the team reads
    every draft; ``opens_team_forms``: reviewers read each other's forms once their own is in.
    """

    __tablename__ = "review_cycle"
    __table_args__ = (
        CheckConstraint(f"state IN ({_listed(CycleState)})", name="state"),
        CheckConstraint(f"mode IN ({_listed(Mode)})", name="mode"),
        CheckConstraint(f"preset IN ({_listed(Preset)})", name="preset"),
        CheckConstraint("starts_on <= enrol_by", name="enrolment_in_order"),
        CheckConstraint("enrol_by <= visits_from AND visits_from <= visits_until", name="visits_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    school_year: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default=CycleState.DRAFT)
    mode: Mapped[str] = mapped_column(String(10), default=Mode.POOL)
    preset: Mapped[str] = mapped_column(String(20), default=Preset.SHARED)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement_text.id"))
    starts_on: Mapped[date]
    enrol_by: Mapped[date]
    visits_from: Mapped[date]
    visits_until: Mapped[date]
    deadlines: Mapped[dict[str, Any]]
    uses_ratings: Mapped[bool] = mapped_column(default=True)
    moderated: Mapped[bool] = mapped_column(default=False)
    opens_team_forms: Mapped[bool] = mapped_column(default=True)
    team_size: Mapped[int] = mapped_column(default=2)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("review_cycle.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    framework: Mapped[Framework] = relationship(lazy="raise")
    agreement: Mapped[AgreementText] = relationship(lazy="raise")
    officers: Mapped[list["CycleOfficer"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class CycleOfficer(Base):
    """Somebody of the team who gets the reports of a cycle that the council leads."""

    __tablename__ = "cycle_officer"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("review_cycle.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
