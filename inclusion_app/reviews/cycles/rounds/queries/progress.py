"""What the measures of one cycle are counted from."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.measures import Counted, Measures, Share, measures
from inclusion_app.reviews.models import Assignment, Review, ReviewCycle, ReviewForm
from inclusion_app.reviews.queries import schedules_of
from inclusion_app.reviews.states import AssignmentState, FormKind


def measures_of(cycle: ReviewCycle, *, today: date) -> Measures:
    """The cycle's measures; seven statements, whatever the number of reviews."""
    whole = (joinedload(Review.cycle), joinedload(Review.participation))
    reviews = db.session.scalars(select(Review).where(Review.cycle_id == cycle.id).options(*whole)).all()
    schedules = schedules_of(reviews, today=today)
    schools = [
        Counted(
            london(review.participation.withdrawn_at).date() if review.participation.withdrawn_at else None,
            review.stage,
            schedules[review.id],
        )
        for review in reviews
    ]
    assigned, submitted = forms_by_reviewer(cycle.id)
    forms = Share(sum(submitted.get(person, 0) for person in assigned), sum(assigned.values()))
    return measures(schools, starts_on=cycle.starts_on, today=today, forms=forms)


def forms_by_reviewer(cycle_id: int) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How many review forms each reviewer was assigned in the cycle, and how many of those are submitted."""
    accepted = (
        select(Assignment.person_id, func.count())
        .join(Review, Review.id == Assignment.review_id)
        .where(Review.cycle_id == cycle_id, Assignment.state == AssignmentState.ACCEPTED)
        .group_by(Assignment.person_id)
    )
    mine = (Assignment.review_id == ReviewForm.review_id) & (Assignment.person_id == ReviewForm.author_id)
    submitted = (
        select(ReviewForm.author_id, func.count())
        .join(Review, Review.id == ReviewForm.review_id)
        .join(Assignment, mine & (Assignment.state == AssignmentState.ACCEPTED))
        .where(
            Review.cycle_id == cycle_id,
            ReviewForm.kind == FormKind.REVIEW,
            ReviewForm.submitted_at.is_not(None),
        )
        .group_by(ReviewForm.author_id)
    )
    found = {person_id: number for person_id, number in db.session.execute(submitted) if person_id}
    return dict(db.session.execute(accepted).all()), found
