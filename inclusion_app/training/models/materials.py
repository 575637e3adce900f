"""What providers give to those who come: materials to download, and mails to attendees."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base


class RunMaterial(Base):
    """A file for those who are on a run. ``sha256`` is of its content."""

    __tablename__ = "run_material"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    content: Mapped["MaterialContent"] = relationship(lazy="raise", cascade="all, delete-orphan", uselist=False)


class MaterialContent(Base):
    """The bytes of a material: in the database, so that no file is without its row and no row without its file."""

    __tablename__ = "material_content"

    material_id: Mapped[int] = mapped_column(ForeignKey("run_material.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class RunMailing(Base):
    """A mail that a provider or the team has sent to those on a run; the messages themselves are in the outbox."""

    __tablename__ = "run_mailing"
    __table_args__ = (CheckConstraint("audience IN ('confirmed', 'waiting', 'attended', 'absent')", name="audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    audience: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    recipients: Mapped[int]
