"""A visit follows its review: when that is set aside, goes on, or steps back to having no date; and its team."""

from datetime import datetime

from sqlalchemy import update

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.reviews.models import Review, VisitOption
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.kinds import OptionState
from inclusion_app.reviews.visits.notices import clear_calendars, days_of, tell_of_date, tell_people


def follow_side(review: Review, *, now: datetime) -> None:
    """Calendars follow a review that is set aside or goes on, while its visit is still to come."""
    if not _is_to_come(review, now=now):
        return
    with transaction():
        review.sequence += 1
        if review.side == Side.NONE:
            tell_of_date(review, now=now)
        else:
            clear_calendars(review, now=now)


def follow_joining(review: Review, person: Person, *, now: datetime) -> None:
    """Somebody has come onto the team of a locked review: a visit that is to come stands in their calendar."""
    if _is_to_come(review, now=now) and review.side == Side.NONE:
        with transaction():
            review.sequence += 1  # whoever comes back must be told anew
            tell_people(review, [person], now=now)


def follow_leaving(review: Review, person: Person, *, now: datetime) -> None:
    """Somebody has left the team of a locked review: a visit that is to come is taken out of their calendar.

    Nothing while the review is set aside: calendars have been cleared then.
    """
    if _is_to_come(review, now=now) and review.side == Side.NONE:
        with transaction():
            review.sequence += 1  # a calendar takes no cancellation that is not newer than the entry
            clear_calendars(review, people=[person], now=now)


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


def _is_to_come(review: Review, *, now: datetime) -> bool:
    days = days_of(review)
    return days is not None and days[1] >= london(now).date() and not review.stage.has_reached(ReviewState.VISITED)
