"""What the search of the directory keeps: how offers are found, searches that people keep, and what was not found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class OfferSearch(Base):
    """What an offer is found by: what its published version says, as the search reads it.

    Written in the transaction that publishes the version. The offer's ``stamp`` stands for all its ``content``. Whether
    an offer is found is no matter of this row: that is asked of ``listed_offers`` each time.
    """

    __tablename__ = "offer_search"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(ForeignKey("offer_version.id"), index=True)
    content: Mapped[dict[str, Any]]


class SavedSearch(Base):
    """A search that one person keeps under a name; nobody else sees it.

    ``query`` is what stands behind the question mark of its address. With ``alerts``, the daily digest names offers
    published since ``told_at`` that fit.
    """

    __tablename__ = "saved_search"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("name <> ''", name="has_name"),
        Index("ix_saved_search_alerts", "alerts", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(1000))
    alerts: Mapped[bool]
    told_at: Mapped[datetime]
    created_at: Mapped[datetime]


class EmptySearch(Base):
    """A search that found nothing on one day, and how often; who searched is not kept."""

    __tablename__ = "empty_search"
    __table_args__ = (
        UniqueConstraint("words", "facets", "day"),
        CheckConstraint("times > 0", name="happened"),
        Index("ix_empty_search_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    words: Mapped[str] = mapped_column(String(200))
    facets: Mapped[str] = mapped_column(String(400))
    times: Mapped[int]
