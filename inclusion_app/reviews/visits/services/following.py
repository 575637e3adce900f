"""A visit follows its review: when that is set aside, goes on, or steps back to having no date."""

from datetime import datetime

from sqlalchemy import update

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.reviews.models import Review, VisitOption
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.kinds import OptionState
from inclusion_app.reviews.visits.notices import clear_calendars, days_of, tell_of_date


def follow_side(review: Review, *, now: datetime) -> None:
    """Calendars follow a review that is set aside or goes on, while its visit is still to come."""
    days = days_of(review)
    if days is None or days[1] < london(now).date() or review.stage.has_reached(ReviewState.VISITED):
        return
    with transaction():
        review.sequence += 1
        if review.side == Side.NONE:
            tell_of_date(review, now=now)
        else:
            clear_calendars(review, now=now)


def give_up_date(review: Review, *, now: datetime) -> None:
    """A review goes back to having no date: calendars are cleared. Nothing when it has none."""
    days = days_of(review)
    if days is None:
        return
    with transaction() as session:
        agreed = VisitOption.review_id == review.id, VisitOption.state == OptionState.AGREED
        session.execute(update(VisitOption).where(*agreed).values(state=OptionState.REPLACED))
        review.visit_on = review.visit_until = None
        review.sequence += 1
        clear_calendars(review, days=days, now=now)
