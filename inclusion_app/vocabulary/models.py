"""Concepts in schemes, as loaded from the files beside this one."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class Concept(Base):
    """One term of a scheme: a need, a phase, a strand … ``retired`` ones stay on what already carries them."""

    __tablename__ = "concept"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    definition: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int]
    broader_id: Mapped[int | None] = mapped_column(ForeignKey("concept.id"))
    retired: Mapped[bool] = mapped_column(default=False)
