"""Evidence files of a review."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inclusion_app.foundation.database import Base


class EvidenceFile(Base):
    """A file that the school lays beside its self-review. ``area`` is the code of an area of the framework (empty:
    for all of it), ``file_name`` what its sender called it, ``sha256`` of its content."""

    __tablename__ = "evidence_file"
    __table_args__ = (CheckConstraint("size_bytes > 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    area: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    content: Mapped["EvidenceContent"] = relationship(lazy="raise", cascade="all, delete-orphan", uselist=False)

    @property
    def given_as(self) -> str:
        """The name it is handed out under: made here, so that nothing in it comes from outside or says anything."""
        return f"evidence-{self.id}.{self.file_name.rpartition('.')[2]}"


class EvidenceContent(Base):
    """The bytes of an evidence file: in the database, so that no file is without its row and no row without it."""

    __tablename__ = "evidence_content"

    file_id: Mapped[int] = mapped_column(ForeignKey("evidence_file.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
