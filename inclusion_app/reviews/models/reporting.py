"""What becomes of a report: frozen versions, factual points, the school's response, moderation, themes and sources."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base

_STANDS = text("kind = 'final' AND replaced_at IS NULL")


class ReportVersion(Base):
    """What a report said on the day it was released (draft) or finished (final); its content never changes.

    ``digest`` is the SHA-256 of the content. A final version is *replaced* once a later one has been finished.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        CheckConstraint("kind IN ('draft', 'final')", name="kind"),
        CheckConstraint("kind = 'final' OR replaced_at IS NULL", name="only_final_is_replaced"),
        UniqueConstraint("review_id", "number"),
        Index("uq_report_version_one_final", "review_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(6))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaced_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    made_by: Mapped[Person | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class PointsReply(Base):
    """The school has said whether it has factual points on a draft; from then on its points stand as they are.

    ``closed_without`` means the school's time ran out and the lead went on without its word.
    """

    __tablename__ = "points_reply"

    draft_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"), primary_key=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_without: Mapped[bool] = mapped_column(default=False)


class FactualPoint(Base):
    """One numbered factual point of the school on a draft, and the lead's answer (empty: not yet)."""

    __tablename__ = "factual_point"
    __table_args__ = (
        UniqueConstraint("draft_id", "number"),
        CheckConstraint("answer IN ('', 'accepted', 'partly', 'not')", name="answer"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("report_version.id"))
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(200))
    says: Mapped[str] = mapped_column(Text)
    right: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class HostResponse(Base):
    """The school's response, which travels with the report; it can change until the report is final."""

    __tablename__ = "host_response"

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class ModerationNote(Base):
    """What the moderator says on a draft, that it is ready, or that the office goes on without (with its reason).

    ``round_number`` counts the drafts: one that is taken back is read again.
    """

    __tablename__ = "moderation_note"
    __table_args__ = (
        CheckConstraint("kind IN ('comment', 'ready', 'waived')", name="kind"),
        Index("ix_moderation_note_round", "review_id", "round_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    round_number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    said_by: Mapped[Person | None] = relationship(lazy="raise")


class ReportTheme(Base):
    """One theme of a report, entered by the lead for the programme's patterns: an area, and a code or own words."""

    __tablename__ = "report_theme"
    __table_args__ = (
        UniqueConstraint("review_id", "area", "code", "words"),
        CheckConstraint("(code = 'other') = (words <> '')", name="words_for_other"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    area: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(60), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReportSource(Base):
    """A reviewer's text that the lead has pulled across into the report; only the lead sees where it came from."""

    __tablename__ = "report_source"
    __table_args__ = (UniqueConstraint("form_id", "text_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("review_form.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("form_text.id"))
    area: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    pulled_at: Mapped[datetime]

    author: Mapped[Person] = relationship(lazy="raise")
