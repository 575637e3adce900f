"""Tables of what follows a review: workshop, actions of the plan, impact review, and evaluations of the process."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.improvement.states import Impact, Item, Progress, Voice
from inclusion_app.reviews.models import Review
from inclusion_app.training.models import Course


def _listed(kind: type[Progress] | type[Impact] | type[Item] | type[Voice]) -> str:
    return ", ".join(f"'{value}'" for value in kind)


class Workshop(Base):
    """The workshop of one review. Its day is ``review.workshop_on``: planned, then the day on which it was held.

    ``starts`` and ``ends`` are on the London wall clock. ``sequence`` counts how often calendars were told.
    ``recorded_at`` is none until it has been held; ``attended`` names who of the school was there, and as what.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("starts IS NULL OR ends > starts", name="in_order"),
        CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    starts: Mapped[time | None]
    ends: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    attended: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    priorities: Mapped[list["WorkshopPriority"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="WorkshopPriority.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class WorkshopPriority(Base):
    """One thing that the workshop agreed matters most: an area of the framework, and a sentence."""

    __tablename__ = "workshop_priority"
    __table_args__ = (CheckConstraint("position >= 1 AND position <= 5", name="position"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(500))


class PlanAction(Base):
    """One line of a school's plan: what, why, who, by when, how it will be known (domain.md 1.4, 14).

    ``area`` is a code of the framework. ``progress`` and ``note`` are what its owner or the headteacher says last.
    """

    __tablename__ = "plan_action"
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        CheckConstraint("position >= 1 AND position <= 5", name="position"),
        CheckConstraint(f"progress IN ({_listed(Progress)})", name="progress"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    position: Mapped[int]
    area: Mapped[str] = mapped_column(String(60), default="")
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(index=True)
    measure: Mapped[str] = mapped_column(Text, default="")
    progress: Mapped[str] = mapped_column(String(12), default=Progress.NOT_BEGUN)
    note: Mapped[str] = mapped_column(Text, default="")
    marked_at: Mapped[datetime | None]
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    review: Mapped[Review] = relationship(lazy="raise")
    owner: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[owner_id])
    courses: Mapped[list[Course]] = relationship(lazy="raise", secondary="action_course", order_by=Course.title)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class ActionVersion(Base):
    """What an action said before it was changed, once the plan had been published; only ever added."""

    __tablename__ = "action_version"
    __table_args__ = (UniqueConstraint("action_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"))
    number: Mapped[int]
    area: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    owner_name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None]
    measure: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ActionCourse(Base):
    """A course that an action names. Bookings the school makes on it from then on count as the action's."""

    __tablename__ = "action_course"

    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), primary_key=True, index=True)


class ActionBooking(Base):
    """A booking that somebody of the school has linked to an action by hand, made before or on another course."""

    __tablename__ = "action_booking"

    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), primary_key=True, index=True)
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime]


class ImpactReview(Base):
    """The follow-up of one review: when it was held, and what has changed for pupils in the school's own words."""

    __tablename__ = "impact_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), unique=True)
    held_on: Mapped[date]
    summary: Mapped[str] = mapped_column(Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    answers: Mapped[list["ImpactAnswer"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    ratings: Mapped[list["ImpactRating"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class ImpactAnswer(Base):
    """What became of one action, and how that is known."""

    __tablename__ = "impact_answer"
    __table_args__ = (CheckConstraint(f"outcome IN ({_listed(Impact)})", name="outcome"),)

    impact_review_id: Mapped[int] = mapped_column(ForeignKey("impact_review.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), primary_key=True, index=True)
    outcome: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[str] = mapped_column(Text)


class ImpactRating(Base):
    """Where an area is seen to stand at the follow-up, on the framework's scale."""

    __tablename__ = "impact_rating"
    __table_args__ = (CheckConstraint("rating IN ('1', '2', '3', '4')", name="rating"),)

    impact_review_id: Mapped[int] = mapped_column(ForeignKey("impact_review.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(60), primary_key=True)
    rating: Mapped[str] = mapped_column(String(1))


class ProcessEvaluation(Base):
    """What one person says of how a review was done: the host's headteacher, or one of the reviewers."""

    __tablename__ = "process_evaluation"
    __table_args__ = (
        UniqueConstraint("review_id", "person_id"),
        CheckConstraint(f"voice IN ({_listed(Voice)})", name="voice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    voice: Mapped[str] = mapped_column(String(10))
    learned: Mapped[str] = mapped_column(Text, default="")
    better: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    scores: Mapped[list["EvaluationScore"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class EvaluationScore(Base):
    """One judgement of an evaluation, from 1 to 5."""

    __tablename__ = "evaluation_score"
    __table_args__ = (
        CheckConstraint(f"item IN ({_listed(Item)})", name="item"),
        CheckConstraint("score >= 1 AND score <= 5", name="score"),
    )

    evaluation_id: Mapped[int] = mapped_column(ForeignKey("process_evaluation.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(12), primary_key=True)
    score: Mapped[int]
