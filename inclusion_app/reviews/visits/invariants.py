"""What must be true of visits in every copy of the database."""

from sqlalchemy import or_, select

from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import Review, TimetableActivity, TimetableMember, VisitOption
from inclusion_app.reviews.states import ORDER, ReviewState
from inclusion_app.reviews.visits.kinds import OptionState

DATED = ORDER[ORDER.index(ReviewState.DATE_AGREED) :]


def _dated() -> list[str]:
    query = select(Review.id, Review.state).where(Review.state.in_(DATED), Review.visit_on.is_(None))
    return rows(query, "review {0} is {1} without a date")


def _agreed() -> list[str]:
    query = (
        select(VisitOption.id, VisitOption.starts, Review.visit_on)
        .join(Review, Review.id == VisitOption.review_id)
        .where(VisitOption.state == OptionState.AGREED)
        .where(
            or_(
                Review.visit_on.is_(None), Review.visit_on != VisitOption.starts, Review.visit_until != VisitOption.ends
            )
        )
    )
    return rows(query, "proposal {0} is agreed for {1}, and its visit is on {2}")


def _whole_visits() -> list[str]:
    query = select(Review.id).where(Review.visit_on.is_not(None) != Review.visit_until.is_not(None))
    return rows(query, "the visit of review {0} has only one end")


def _members() -> list[str]:
    query = (
        select(TimetableMember.activity_id)
        .outerjoin(TimetableActivity, TimetableActivity.id == TimetableMember.activity_id)
        .where(TimetableActivity.id.is_(None))
    )
    return rows(query, "somebody is at activity {0}, which is not there")


CHECKS = (
    Check("each review from the agreed date on has one", _dated),
    Check("an agreed proposal is the date of its visit", _agreed),
    Check("each visit has both ends", _whole_visits),
    Check("whoever is at an activity is at one that is there", _members),
)
