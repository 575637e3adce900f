"""Waiting lists: who was passed over, and why."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base


class WaitingSkip(Base):
    """A place was free and did not go to this booking, though it stood before whoever got it, or stood first.

    Written once for each reason, not at every look at the list.
    """

    __tablename__ = "waiting_skip"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), index=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300))
