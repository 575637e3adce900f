"""A review whose self-review is due, in a county that has terms."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.rules.calendar import WorkingCalendar
from tests.factories.reviews import review_at
from tests.factories.schools import TermFactory

STAGE = ReviewState.SELF_REVIEW_SUBMITTED


@dataclass(frozen=True)
class Late:
    """The review, who owes its self-review, and the day on which that was due."""

    review_id: int
    cycle_id: int
    head: Person
    coordinator: Person
    due_on: date

    def day(self, working_days: int) -> datetime:
        """Noon, so many working days after the deadline (negative: before)."""
        return clock.from_london(CALENDAR.add_working_days(self.due_on, working_days), time(12))

    @property
    def now(self) -> datetime:
        """The first working day after the deadline."""
        return self.day(1)


CALENDAR = WorkingCalendar(holidays=frozenset())
"""What the county's calendar comes to with one long term and no holidays."""


def long_term() -> None:
    """One term that holds every day a test can mean."""
    today = clock.today()
    TermFactory(starts=today - timedelta(days=400), ends=today + timedelta(days=400))


def late_review(**review: object) -> Late:
    """The school's visit is near, and nobody has signed the self-review yet."""
    long_term()
    made = review_at(ReviewState.SELF_REVIEW_OPEN, **review)  # type: ignore[arg-type]  # passed on as they come
    due_on = CALENDAR.add_working_days(made.visit_on or clock.today(), -5)
    head = db.session.get_one(Person, made.participation.accepted_by_id)
    coordinator = db.session.get_one(Person, made.participation.coordinator_id)
    return Late(made.id, made.cycle_id, head, coordinator, due_on)
