"""Forms of a review: the self-review, each reviewer's own form, and the lead's joint report."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import Base
from inclusion_app.reviews.models.reviews import Review
from inclusion_app.reviews.states import Confidence, EvidenceKind, FormKind

_ONE = text("kind <> 'review'")


def _listed(kind: type[FormKind] | type[EvidenceKind] | type[Confidence]) -> str:
    return ", ".join(f"'{value}'" for value in kind)


class ReviewForm(Base):
    """One form. A review has one self-review and one report, and one review form for each reviewer (``author_id``).

    Submitted means: nobody writes in it; ``snapshot`` holds what stood in it then, and ``digest`` its SHA-256.
    """

    __tablename__ = "review_form"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_listed(FormKind)})", name="kind"),
        CheckConstraint("(kind = 'review') = (author_id IS NOT NULL)", name="author"),
        CheckConstraint("(submitted_at IS NULL) = (snapshot IS NULL)", name="submitted_is_frozen"),
        UniqueConstraint("review_id", "kind", "author_id"),
        Index("uq_review_form_one", "review_id", "kind", unique=True, sqlite_where=_ONE, postgresql_where=_ONE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    kind: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    digest: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)

    review: Mapped[Review] = relationship(lazy="raise")
    author: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[author_id])
    texts: Mapped[list["FormText"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    judgements: Mapped[list["AreaJudgement"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    evidence: Mapped[list["Evidence"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Evidence.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class FormText(Base):
    """One text of a form: ``field`` is a prompt's code (1a to 8d), or working, better, questions.

    ``version`` counts the saves that changed it. ``stream`` is one showing of the page and ``sequence`` its count of
    saves, so that a save which arrives late never wins over a later one.
    """

    __tablename__ = "form_text"
    __table_args__ = (UniqueConstraint("form_id", "area", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("review_form.id"))
    area: Mapped[str] = mapped_column(String(60))
    field: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    stream: Mapped[str] = mapped_column(String(40), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class AreaJudgement(Base):
    """A form's judgement on one area: ``rating`` 1 to 4 or N (empty: not yet), how it is known, and with a 4 what
    others could learn from. ``stream`` and ``sequence`` as in texts."""

    __tablename__ = "area_judgement"
    __table_args__ = (
        UniqueConstraint("form_id", "area"),
        CheckConstraint("rating IN ('', '1', '2', '3', '4', 'N')", name="rating"),
        CheckConstraint(f"confidence IN ('', {_listed(Confidence)})", name="confidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("review_form.id"))
    area: Mapped[str] = mapped_column(String(60))
    rating: Mapped[str] = mapped_column(String(1), default="")
    confidence: Mapped[str] = mapped_column(String(6), default="")
    shared: Mapped[str] = mapped_column(String(300), default="")
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    stream: Mapped[str] = mapped_column(String(40), default="", server_default="")
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class Evidence(Base):
    """One piece of evidence: what was done, with how many of whom, who of the school was alongside, what was seen."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_listed(EvidenceKind)})", name="kind"),
        CheckConstraint("people >= 0", name="people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("review_form.id"), index=True)
    area: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    people: Mapped[int | None]
    with_whom: Mapped[str] = mapped_column(String(200), default="")
    alongside: Mapped[str] = mapped_column(String(200), default="")
    seen: Mapped[str] = mapped_column(Text)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it

    @property
    def kind_label(self) -> str:
        """What was done, as people read it."""
        return EvidenceKind(self.kind).label
