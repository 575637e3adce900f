"""Who was written to about which measure."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class ResultReminder(Base):
    """One headteacher reminded for one school from a list of results: at most once a day (``sent_on``, in London)."""

    __tablename__ = "result_reminder"
    __table_args__ = (
        UniqueConstraint("school_id", "person_id", "sent_on"),
        Index("ix_result_reminder_school_id_sent_at", "school_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    measure: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(500), default="")
    sent_on: Mapped[date]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
