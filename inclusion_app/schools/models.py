"""Schools (a first cut, so that others can name school.id; the schools feature replaces it)."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class School(Base):
    """An education setting on the national register, known by its URN."""

    __tablename__ = "school"

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(300))
    phase: Mapped[str] = mapped_column(String(40))
