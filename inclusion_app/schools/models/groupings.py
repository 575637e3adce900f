"""Groups of schools, and since when a school belongs to one."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base
from inclusion_app.schools.models.schools import School
from inclusion_app.schools.states import GroupingKind

_KINDS = ", ".join(f"'{kind}'" for kind in GroupingKind)
_CURRENT_PLACE = text(f"until IS NULL AND kind <> '{GroupingKind.COHORT}'")
_CURRENT = text("until IS NULL")


class Grouping(Base):
    """A district, community, area, trust, federation or cohort. ``valid_until`` is the first day without it."""

    __tablename__ = "grouping"
    __table_args__ = (
        UniqueConstraint("kind", "code"),
        UniqueConstraint("id", "kind"),  # what school_grouping points at
        CheckConstraint(f"kind IN ({_KINDS})", name="kind"),
        CheckConstraint("valid_until > valid_from", name="valid_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]


class SchoolGrouping(Base):
    """A school in a group, from ``since`` until the day before ``until``.

    No ``since`` means: as far back as is known. At any time a school is in one group of a kind, but in any number of
    cohorts; the database enforces it for today.
    """

    __tablename__ = "school_grouping"
    __table_args__ = (
        ForeignKeyConstraint(["grouping_id", "kind"], ["grouping.id", "grouping.kind"]),
        CheckConstraint("until > since", name="in_order"),
        Index(
            "uq_school_grouping_current_kind",
            "school_id",
            "kind",
            unique=True,
            sqlite_where=_CURRENT_PLACE,
            postgresql_where=_CURRENT_PLACE,
        ),
        Index(
            "uq_school_grouping_current",
            "school_id",
            "grouping_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_school_grouping_grouping_id", "grouping_id", "school_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    grouping_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    since: Mapped[date | None]
    until: Mapped[date | None]

    school: Mapped[School] = relationship(lazy="raise")
    grouping: Mapped[Grouping] = relationship(lazy="raise")
