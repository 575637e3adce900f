"""Calendar feeds: private addresses that calendars fetch."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class CalendarFeed(Base):
    """The feed of one person, or of one school for one of its people; a new address ends the old one.

    The address is made from ``nonce`` and the service's own secret, so a copy of the database gives nobody a feed.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_current",
            "person_id",
            "school_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND school_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND school_id IS NOT NULL"),
        ),
        Index(
            "uq_calendar_feed_own",
            "person_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND school_id IS NULL"),
            postgresql_where=text("ended_at IS NULL AND school_id IS NULL"),
        ),
        CheckConstraint("length(nonce) >= 20", name="nonce"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
