"""Frozen figures."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class Freeze(Base):
    """All figures as they stood at the end of a month; never changed. ``content`` is JSON whose hash is ``sha256``."""

    __tablename__ = "freeze"

    id: Mapped[int] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(unique=True)
    taken_at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
