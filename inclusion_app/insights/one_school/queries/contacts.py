"""The last times that the team has written to a school about what is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review, ReviewReminder
from inclusion_app.reviews.states import ReminderStep, ReviewState

SHOWN = 3


@dataclass(frozen=True)
class Contact:
    """One reminder that somebody has sent: when, about what, and who."""

    at: datetime
    about: str
    by: str


def contacts_of(school_ids: Collection[int]) -> list[Contact]:
    """The last three. One statement."""
    query = (
        select(ReviewReminder.sent_at, ReviewReminder.stage, Person.name)
        .join(Review, Review.id == ReviewReminder.review_id)
        .outerjoin(Person, Person.id == ReviewReminder.sent_by_id)
        .where(Review.school_id.in_(school_ids), ReviewReminder.step == ReminderStep.BY_HAND)
        .order_by(ReviewReminder.sent_at.desc(), ReviewReminder.id.desc())
        .limit(SHOWN)
    )
    return [Contact(row.sent_at, ReviewState(row.stage).label, row.name or "") for row in db.session.execute(query)]
