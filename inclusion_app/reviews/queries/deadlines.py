"""When each stage of reviews is due and was reached: a fixed number of statements for any number of reviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, cast, literal, null, select, union_all

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review, ReviewChange, StageDeadline
from inclusion_app.reviews.rules.deadlines import Dates, days_late, due_on
from inclusion_app.reviews.states import ORDER, ReviewState, Side
from inclusion_app.schools.queries import school_calendar
from inclusion_app.schools.rules.calendar import WorkingCalendar

_NO_DAY, _NO_MOMENT = cast(null(), Date), cast(null(), ReviewChange.at.type)
"""What one of the two kinds of rows has not."""


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
    """The schedule of each review by its id. They come with their cycles. Two statements.

    A review that has been postponed, cancelled or withdrawn has no deadlines.
    """
    ids = [review.id for review in reviews]
    (reached, changed), calendar = _noted(ids), school_calendar()
    return {
        review.id: _schedule(review, reached[review.id], changed[review.id], today=today, calendar=calendar)
        for review in reviews
    }


def _noted(ids: Sequence[int]) -> tuple[Mapping[int, dict[str, date]], Mapping[int, dict[str, date | None]]]:
    """The last day on which each stage was reached, and the deadlines that were moved or waived."""
    reached: defaultdict[int, dict[str, date]] = defaultdict(dict)
    changed: defaultdict[int, dict[str, date | None]] = defaultdict(dict)
    moves = select(ReviewChange.id, ReviewChange.review_id, ReviewChange.after, ReviewChange.at, _NO_DAY.label("due"))
    days = select(literal(0), StageDeadline.review_id, StageDeadline.stage, _NO_MOMENT, StageDeadline.due_on)
    both = union_all(
        moves.where(ReviewChange.review_id.in_(ids)), days.where(StageDeadline.review_id.in_(ids))
    ).subquery()
    for _, review_id, stage, at, due in db.session.execute(select(both).order_by(both.c.id)):
        if at is None:
            changed[review_id][stage] = due
        else:
            reached[review_id][stage] = london(at).date()
    return reached, changed


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
