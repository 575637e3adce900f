"""Who was reminded of what: by the service as days go by, or by somebody of the team."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inclusion_app.foundation.database import Base
from inclusion_app.reviews.states import ReminderStep, ReviewState

_STAGES = ", ".join(f"'{state}'" for state in ReviewState)
_STEPS = ", ".join(f"'{step}'" for step in ReminderStep)


class ReviewReminder(Base):
    """One person reminded of one stage of one review, which was due on ``due_on``.

    At most one a day (``sent_on``, in London) for person, review and stage, however it came about. ``sent_by_id`` is
    who has sent it by hand; none: the service. With the step *office* reminders of that deadline stop.
    """

    __tablename__ = "review_reminder"
    __table_args__ = (
        UniqueConstraint("review_id", "stage", "person_id", "sent_on"),
        CheckConstraint(f"stage IN ({_STAGES})", name="stage"),
        CheckConstraint(f"step IN ({_STEPS})", name="step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    stage: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    sent_on: Mapped[date]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
