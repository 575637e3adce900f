"""Courses: the entries of the training catalogue."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import Base
from inclusion_app.training.states import CourseState, Entry, Taker
from inclusion_app.vocabulary.models import Concept


class Course(Base):
    """An entry in the training catalogue.

    ``search_text`` is everything a search looks in, in lower case, kept by the services. ``cost_pence`` is per
    place, 0 where a place is free. ``loaded_hash`` stands for what was loaded from the files, so that what has been
    edited in the browser since is known; empty for a course made in the browser. ``criteria`` is what an application
    is judged by. ``charge_bands`` says what a late cancellation costs, as ``days:percent`` pairs: with fewer working
    days' notice than that, so much of ``charge_base_pence`` (where that is 0: of the cost). Empty: nothing.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("cost_pence >= 0", name="cost"),
        CheckConstraint("places_per_school IS NULL OR places_per_school > 0", name="places_per_school"),
        CheckConstraint("valid_for_months IS NULL OR valid_for_months > 0", name="valid_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    strand_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=CourseState.DRAFT)
    summary: Mapped[str] = mapped_column(String(400))
    description: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)
    length: Mapped[str] = mapped_column(String(200), default="")
    delivery: Mapped[str] = mapped_column(String(20))
    taker: Mapped[str] = mapped_column(String(10), default=Taker.PERSON)
    entry: Mapped[str] = mapped_column(String(10), default=Entry.BOOK)
    cost_pence: Mapped[int] = mapped_column(default=0)
    funded_by: Mapped[str] = mapped_column(String(300), default="")
    places_per_school: Mapped[int | None]
    valid_for_months: Mapped[int | None]
    completion_rule: Mapped[str] = mapped_column(String(40), default="all")
    criteria: Mapped[str] = mapped_column(Text, default="")
    charge_bands: Mapped[str] = mapped_column(String(100), default="")
    charge_base_pence: Mapped[int] = mapped_column(default=0)
    certificate_after_feedback: Mapped[bool] = mapped_column(default=False)
    search_text: Mapped[str] = mapped_column(Text, default="")
    loaded_hash: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    strand: Mapped[Concept] = relationship(lazy="raise")
    provider: Mapped[Provider] = relationship(lazy="raise")
    outcomes: Mapped[list["CourseOutcome"]] = relationship(
        lazy="raise", order_by="CourseOutcome.position", cascade="all, delete-orphan"
    )
    concepts: Mapped[list[Concept]] = relationship(lazy="raise", secondary="course_concept", order_by=Concept.position)
    prerequisites: Mapped[list["Course"]] = relationship(
        lazy="raise",
        secondary="course_prerequisite",
        primaryjoin="Course.id == CoursePrerequisite.course_id",
        secondaryjoin="Course.id == CoursePrerequisite.required_id",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    def tagged(self, scheme: str) -> list[Concept]:
        """The course's concepts of one scheme, in the scheme's order."""
        return [concept for concept in self.concepts if concept.scheme == scheme]


class CourseOutcome(Base):
    """One thing a person can do after the course."""

    __tablename__ = "course_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(400))


class CourseConcept(Base):
    """A tag on a course: audience, phase, need or framework area."""

    __tablename__ = "course_concept"

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    concept_id: Mapped[int] = mapped_column(ForeignKey("concept.id"), primary_key=True, index=True)


class CoursePrerequisite(Base):
    """A course that must be completed, and still be valid, before another one."""

    __tablename__ = "course_prerequisite"
    __table_args__ = (CheckConstraint("course_id <> required_id", name="not_itself"),)

    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
    required_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True)
