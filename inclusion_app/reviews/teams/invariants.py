"""What must be true of teams in every copy of the database."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import Assignment, Review, Reviewer
from inclusion_app.reviews.states import ORDER, OVER, STANDING, Part, ReviewState
from inclusion_app.reviews.teams.rules.conflicts import Code

_CONFIRMED = [s for s in ORDER if s.has_reached(ReviewState.TEAM_CONFIRMED) and s != ReviewState.CLOSED]
_STANDS = Assignment.state.in_(STANDING)


def _own_school() -> list[str]:
    """Unless the office has set it aside, with its reason."""
    query = (
        select(Assignment.id, Assignment.review_id, Assignment.overrides)
        .join(Review, Review.id == Assignment.review_id)
        .join(Reviewer, Reviewer.person_id == Assignment.person_id)
        .where(_STANDS, Reviewer.home_school_id == Review.school_id, Review.side.not_in(OVER))
        .where(Review.state.in_(ORDER[: ORDER.index(ReviewState.VISITED)]))
        .order_by(Assignment.id)
    )
    found = [row for row in db.session.execute(query) if Code.WORKED_THERE not in row.overrides]
    return [f"assignment {row.id} puts somebody on the review {row.review_id} of their own school" for row in found]


def _twice() -> list[str]:
    query = select(Assignment.review_id, Assignment.person_id).where(_STANDS)
    query = query.group_by(Assignment.review_id, Assignment.person_id).having(func.count() > 1)
    return rows(query, "review {0} has person {1} on its team twice")


def _leads() -> list[str]:
    """A lead who has gone, and has not been replaced yet, may be missing: the office has been told."""
    gone = aliased(Assignment)
    has_gone = select(gone.id).where(gone.review_id == Review.id, gone.part == Part.LEAD, gone.state.not_in(STANDING))
    stands = and_(Assignment.review_id == Review.id, Assignment.part == Part.LEAD, _STANDS)
    number = select(func.count()).select_from(Assignment).where(stands).scalar_subquery()
    query = (
        select(Review.id, number)
        .where(Review.state.in_(_CONFIRMED), Review.side.not_in(OVER))
        .where(or_(number > 1, and_(number == 0, ~has_gone.exists())))
        .order_by(Review.id)
    )
    return rows(query, "review {0} has a confirmed team with {1} lead reviewers")


def _loads() -> list[str]:
    query = (
        select(Assignment.person_id, Review.cycle_id, Reviewer.capacity, Assignment.overrides)
        .join(Review, Review.id == Assignment.review_id)
        .join(Reviewer, Reviewer.person_id == Assignment.person_id)
        .where(_STANDS, Review.side.not_in(OVER), Review.state != ReviewState.CLOSED)
    )
    loads: dict[tuple[int, int, int], int] = {}
    for person_id, cycle_id, capacity, overrides in db.session.execute(query):
        key = (person_id, cycle_id, capacity)
        loads[key] = loads.get(key, 0) + (Code.FULL not in overrides)
    return [
        f"person {person_id} has {load} reviews in cycle {cycle_id} and can take {capacity}"
        for (person_id, cycle_id, capacity), load in sorted(loads.items())
        if load > capacity
    ]


CHECKS = (
    Check("teams: nobody reviews the own school, unless the office has set it aside", _own_school),
    Check("teams: nobody is on a team twice", _twice),
    Check("teams: a confirmed team has one lead reviewer", _leads),
    Check("teams: nobody has more reviews in a cycle than they can take, unless the office has set it aside", _loads),
)
