"""When each stage of reviews is due and was reached: a fixed number of statements for any number of reviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review, ReviewChange, StageDeadline
from inclusion_app.reviews.rules.deadlines import Dates, days_late, due_on
from inclusion_app.reviews.states import ORDER, ReviewState, Side
from inclusion_app.schools.queries import school_calendar
from inclusion_app.schools.rules.calendar import WorkingCalendar


@dataclass(frozen=True)
class Due:
    """One stage of one review: when it is due, when it was reached, and how many working days it is late by today."""

    stage: ReviewState
    due_on: date | None
    reached_on: date | None
    late_by: int

    @property
    def is_overdue(self) -> bool:
        """Its deadline has passed and it has not been reached."""
        return self.reached_on is None and self.late_by > 0


@dataclass(frozen=True)
class Schedule:
    """Every stage of one review, in order."""

    stages: tuple[Due, ...]

    def of(self, stage: ReviewState) -> Due:
        """One stage."""
        return self.stages[stage.number - 1]

    @property
    def next(self) -> Due | None:
        """The first stage not reached that has a deadline; nothing at the end."""
        return next((due for due in self.stages if due.reached_on is None and due.due_on is not None), None)

    @property
    def overdue(self) -> tuple[Due, ...]:
        """Every stage whose deadline has passed."""
        return tuple(due for due in self.stages if due.is_overdue)


def schedules_of(reviews: Sequence[Review], *, today: date) -> dict[int, Schedule]:
    """The schedule of each review by its id. They come with their cycles. Four statements.

    A review that has been postponed, cancelled or withdrawn has no deadlines.
    """
    ids = [review.id for review in reviews]
    reached, changed, calendar = _reached(ids), _changed(ids), school_calendar()
    return {
        review.id: _schedule(review, reached[review.id], changed[review.id], today=today, calendar=calendar)
        for review in reviews
    }


def _reached(ids: Sequence[int]) -> Mapping[int, dict[str, date]]:
    """The last day on which each stage was reached."""
    found: defaultdict[int, dict[str, date]] = defaultdict(dict)
    query = select(ReviewChange.review_id, ReviewChange.after, ReviewChange.at).order_by(ReviewChange.id)
    for review_id, stage, at in db.session.execute(query.where(ReviewChange.review_id.in_(ids))):
        found[review_id][stage] = london(at).date()
    return found


def _changed(ids: Sequence[int]) -> Mapping[int, dict[str, date | None]]:
    found: defaultdict[int, dict[str, date | None]] = defaultdict(dict)
    query = select(StageDeadline.review_id, StageDeadline.stage, StageDeadline.due_on)
    for review_id, stage, due in db.session.execute(query.where(StageDeadline.review_id.in_(ids))):
        found[review_id][stage] = due
    return found


def _schedule(
    review: Review,
    reached: dict[str, date],
    changed: dict[str, date | None],
    *,
    today: date,
    calendar: WorkingCalendar,
) -> Schedule:
    reached = {
        stage: day for stage, day in reached.items() if stage in ORDER and review.stage.has_reached(ReviewState(stage))
    }
    reached.setdefault(ReviewState.PLANNED, london(review.created_at).date())
    dates = Dates(
        visit_on=review.visit_on or review.cycle.visits_until,
        reached=reached,
        follow_up_on=review.follow_up_on,
        changed=changed,
    )
    goes_on = review.side == Side.NONE
    stages = []
    for stage in ORDER:
        due = due_on(stage, dates, allowances=review.cycle.deadlines, calendar=calendar) if goes_on else None
        late = 0 if stage in reached else days_late(due, today, calendar)
        stages.append(Due(stage, due, reached.get(stage), late))
    return Schedule(tuple(stages))
