"""What was imported, when and by whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class RegisterImport(Base):
    """One import of the register that changed something. One that changed nothing leaves no trace.

    ``rows`` counts the file's lines of schools, ``schools`` those that were in scope.
    """

    __tablename__ = "register_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    schools: Mapped[int]
    new: Mapped[int]
    changed: Mapped[int]
    closed: Mapped[int]
    reopened: Mapped[int]
    unchanged: Mapped[int]
    links: Mapped[int]
    unknown_columns: Mapped[list[str]]
