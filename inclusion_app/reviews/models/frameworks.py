"""The versioned framework: areas, prompts and the scale."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base


class Framework(Base):
    """One version of the framework; once published it never changes, and a cycle keeps the one it began with."""

    __tablename__ = "framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_number: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    areas: Mapped[list["FrameworkArea"]] = relationship(
        lazy="raise", order_by="FrameworkArea.position", cascade="all, delete-orphan"
    )
    levels: Mapped[list["FrameworkLevel"]] = relationship(
        lazy="raise", order_by="FrameworkLevel.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy's own way to name it


class FrameworkArea(Base):
    """One area. ``code`` is that of the shared term (scheme framework-area), which courses and offers name too."""

    __tablename__ = "framework_area"
    __table_args__ = (UniqueConstraint("framework_id", "code"), UniqueConstraint("framework_id", "position"))

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))

    prompts: Mapped[list["FrameworkPrompt"]] = relationship(
        lazy="raise", order_by="FrameworkPrompt.code", cascade="all, delete-orphan"
    )


class FrameworkPrompt(Base):
    """One question: ``code`` is 1a to 8d, ``commitment`` the commitment it serves (a shared term).

    ``wording`` is the usual one; ``variants`` hold other words by phase, and an empty one drops the question there.
    """

    __tablename__ = "framework_prompt"
    __table_args__ = (UniqueConstraint("area_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("framework_area.id"))
    code: Mapped[str] = mapped_column(String(4))
    commitment: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(Text)
    variants: Mapped[dict[str, Any]] = mapped_column(default=dict)


class FrameworkLevel(Base):
    """One level of the scale: ``code`` is 1 to 4, or N for an area that was not looked at."""

    __tablename__ = "framework_level"
    __table_args__ = (
        UniqueConstraint("framework_id", "code"),
        CheckConstraint("code IN ('1', '2', '3', '4', 'N')", name="code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("framework.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(1))
    title: Mapped[str] = mapped_column(String(60))
    meaning: Mapped[str] = mapped_column(Text)
