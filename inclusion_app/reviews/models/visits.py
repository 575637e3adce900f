"""The visit of a review: days that were proposed, its timetable, and stops for safeguarding."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.visits.kinds import ActivityKind, OptionState

_STATES = ", ".join(f"'{state}'" for state in OptionState)
_KINDS = ", ".join(f"'{kind}'" for kind in ActivityKind)
_OPEN = text("state = 'open'")
_LASTING = text("resumed_at IS NULL")
_AGREED = text("state = 'agreed'")


class VisitOption(Base):
    """Days proposed for a visit. Agreed once the head and the lead, two people, have both said yes to them."""

    __tablename__ = "visit_option"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("ends >= starts", name="in_order"),
        CheckConstraint("host_yes_by_id <> lead_yes_by_id", name="two_people"),
        CheckConstraint(
            "state <> 'agreed' OR (host_yes_by_id IS NOT NULL AND lead_yes_by_id IS NOT NULL)", name="both_said_yes"
        ),
        CheckConstraint("(host_yes_by_id IS NULL) = (host_yes_at IS NULL)", name="host_yes"),
        CheckConstraint("(lead_yes_by_id IS NULL) = (lead_yes_at IS NULL)", name="lead_yes"),
        Index(
            "uq_visit_option_open",
            "review_id",
            "starts",
            "ends",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("uq_visit_option_agreed", "review_id", unique=True, sqlite_where=_AGREED, postgresql_where=_AGREED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    starts: Mapped[date]
    ends: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=OptionState.OPEN)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    host_yes_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    host_yes_at: Mapped[datetime | None]
    lead_yes_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lead_yes_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    proposed_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[proposed_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class TimetableActivity(Base):
    """One thing in the timetable of a visit. ``day`` is 1 or 2, counted from the first day, so that a timetable
    follows a visit that is moved; times are those on the wall. ``alongside`` is who of the school is there."""

    __tablename__ = "timetable_activity"
    __table_args__ = (
        CheckConstraint("day IN (1, 2)", name="day"),
        CheckConstraint("ends > starts", name="in_order"),
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    day: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    kind: Mapped[str] = mapped_column(String(20))
    with_whom: Mapped[str] = mapped_column(String(200), default="")
    how_many: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    alongside: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list["TimetableMember"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class TimetableMember(Base):
    """Somebody of the team who is at an activity."""

    __tablename__ = "timetable_member"

    activity_id: Mapped[int] = mapped_column(ForeignKey("timetable_activity.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class SafeguardingPause(Base):
    """Work on a review stopped for a child's safety, and when it went on: that and no more, never about what."""

    __tablename__ = "safeguarding_pause"
    __table_args__ = (
        CheckConstraint("resumed_at >= paused_at", name="in_order"),
        Index(
            "uq_safeguarding_pause_lasting",
            "review_id",
            "paused_by_id",
            unique=True,
            sqlite_where=_LASTING,
            postgresql_where=_LASTING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    paused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime | None]
