"""Offers that came from elsewhere, and the files they came in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class OfferSource(Base):
    """What an offer is called in the directory it was taken from, so that the same entry comes to the same offer.

    ``source`` is the name of that directory in small letters. ``sha256`` is that of what was last taken over: as long
    as the source says the same, what has been changed here since stays.
    """

    __tablename__ = "offer_source"
    __table_args__ = (UniqueConstraint("source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    source_id: Mapped[str] = mapped_column(String(200))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime]


class OfferImport(Base):
    """One file of offers that was taken over; only ever added. ``published`` says that nobody had to approve it."""

    __tablename__ = "offer_import"
    __table_args__ = (CheckConstraint("made >= 0 AND changed >= 0 AND unchanged >= 0", name="counts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    made: Mapped[int]
    changed: Mapped[int]
    unchanged: Mapped[int]
    published: Mapped[bool]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
