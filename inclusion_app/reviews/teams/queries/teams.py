"""Who is, or was, on a team."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, AssignmentConflict, Review
from inclusion_app.reviews.states import STANDING, Part
from inclusion_app.reviews.teams.rules.confirming import Member
from inclusion_app.reviews.teams.rules.objections import objections_until
from inclusion_app.schools.rules.calendar import WorkingCalendar


def team_of(review_id: int) -> Sequence[Assignment]:
    """Everybody who has ever been asked, with the person: who stands first, the lead before the others."""
    query = select(Assignment).where(Assignment.review_id == review_id).join(Assignment.person)
    query = query.options(contains_eager(Assignment.person)).execution_options(populate_existing=True)
    found = db.session.scalars(query.order_by(Assignment.id)).all()
    return sorted(found, key=lambda one: (one.state not in STANDING, one.part != Part.LEAD, one.id))


def standing_teams(review_ids: Collection[int]) -> Mapping[int, list[Assignment]]:
    """Those who stand on these teams, with the person, by review. One statement."""
    query = (
        select(Assignment)
        .where(Assignment.review_id.in_(review_ids), Assignment.state.in_(STANDING))
        .options(joinedload(Assignment.person))
        .order_by(Assignment.id)
    )
    found: defaultdict[int, list[Assignment]] = defaultdict(list)
    for one in db.session.scalars(query.execution_options(populate_existing=True)):
        found[one.review_id].append(one)
    return found


def assignment_of(review_id: int, assignment_id: int) -> Assignment | None:
    """One of a review's assignments, with the person."""
    query = select(Assignment).where(Assignment.review_id == review_id, Assignment.id == assignment_id)
    return db.session.scalars(query.options(joinedload(Assignment.person))).first()


def open_conflicts(review_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Codes of conflicts that hold, that nobody has set aside, by assignment."""
    query = (
        select(AssignmentConflict)
        .join(AssignmentConflict.assignment)
        .options(contains_eager(AssignmentConflict.assignment))
        .where(Assignment.review_id.in_(review_ids), Assignment.state.in_(STANDING))
        .where(AssignmentConflict.gone_at.is_(None))
        .order_by(AssignmentConflict.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for mark in db.session.scalars(query):
        if mark.code not in mark.assignment.overrides:
            found[mark.assignment_id].append(mark.code)
    return found


def members_of(team: Iterable[Assignment], *, calendar: WorkingCalendar) -> list[Member]:
    """Those of a team who stand, as the rules of confirming look at them."""
    return [
        Member(
            name=one.person.name,
            part=one.part,
            state=one.state,
            may_object_until=may_object_until(one, calendar=calendar),
            open_objection=one.objected_at is not None and one.objection_upheld is None,
        )
        for one in team
        if one.state in STANDING
    ]


def may_object_until(one: Assignment, *, calendar: WorkingCalendar) -> date:
    """The last day on which the school may object to this person."""
    return objections_until(london(one.proposed_at).date(), calendar=calendar)


def people_named(review: Review) -> Mapping[int, Person]:
    """Champion and moderator of a review, by id."""
    ids = {number for number in (review.champion_id, review.moderator_id) if number is not None}
    if not ids:
        return {}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
