"""Proposed days, and what there is to know of days."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review, Reviewer, ReviewerAway, VisitOption
from inclusion_app.reviews.states import STANDING
from inclusion_app.reviews.visits.busy_days import busy_days
from inclusion_app.reviews.visits.kinds import OptionState
from inclusion_app.reviews.visits.rules.days import Absence, DaysKnown
from inclusion_app.schools.models import BankHoliday
from inclusion_app.schools.queries import terms_of

SHOWN = (OptionState.OPEN, OptionState.AGREED)


def options_of(review_id: int) -> Sequence[VisitOption]:
    """Days that are proposed or agreed, in order, each with whoever proposed it."""
    query = select(VisitOption).where(VisitOption.review_id == review_id, VisitOption.state.in_(SHOWN))
    found = query.order_by(VisitOption.starts, VisitOption.ends, VisitOption.id)
    return db.session.scalars(found.options(joinedload(VisitOption.proposed_by))).all()


def option_of(review_id: int, option_id: int) -> VisitOption | None:
    """One proposal of that review."""
    option = db.session.get(VisitOption, option_id)
    return option if option is not None and option.review_id == review_id else None


def days_known(review: Review) -> DaysKnown:
    """What there is to know of days for a review that comes with its cycle and school. Three statements."""
    cycle, school = review.cycle, review.school
    within = BankHoliday.day.between(cycle.visits_from, cycle.visits_until)
    return DaysKnown(
        visits_from=cycle.visits_from,
        visits_until=cycle.visits_until,
        phase=school.phase,
        terms=terms_of(school),
        holidays={row.day: row.name for row in db.session.scalars(select(BankHoliday).where(within))},
        busy=busy_days(),
        away=_away(review.id, until=cycle.visits_until, since=cycle.visits_from),
    )


def _away(review_id: int, *, since: date, until: date) -> list[Absence]:
    query = (
        select(Person.name, ReviewerAway.starts, ReviewerAway.ends)
        .select_from(Assignment)
        .join(Person, Person.id == Assignment.person_id)
        .join(Reviewer, Reviewer.person_id == Person.id)
        .join(ReviewerAway, ReviewerAway.reviewer_id == Reviewer.id)
        .where(Assignment.review_id == review_id, Assignment.state.in_(STANDING))
        .where(ReviewerAway.starts <= until, ReviewerAway.ends >= since)
        .order_by(Person.name, ReviewerAway.starts)
    )
    return [Absence(name, starts, ends) for name, starts, ends in db.session.execute(query)]
