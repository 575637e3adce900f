"""Who is to be told of what follows a review. Everybody in these lists can still be written to."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.queries.people import people_with_role
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.states import AssignmentState, Part
from inclusion_app.schools.models import School


def heads_of(school_id: int) -> list[Person]:
    """The headteachers of a school today."""
    return [held.person for held in people_with_role(Role.HEADTEACHER, school_ids=[school_id])]


def team_of(review_id: int) -> Sequence[tuple[Person, Part]]:
    """Reviewers who have declared no conflict, the lead first."""
    query = (
        select(Person, Assignment.part)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(
            Assignment.review_id == review_id,
            Assignment.state == AssignmentState.ACCEPTED,
            Person.deactivated_at.is_(None),
        )
        .order_by(Assignment.part, Person.id)
    )
    return [(person, Part(part)) for person, part in db.session.execute(query)]


def those_of_workshop(review: Review) -> list[Person]:
    """Head and coordinator, the champion, and the lead: each once. The review comes with its participation."""
    named = people_by_ids({review.participation.coordinator_id, review.champion_id})
    leads = [person for person, part in team_of(review.id) if part == Part.LEAD]
    return list({person.id: person for person in (*heads_of(review.school_id), *named, *leads)}.values())


def readers_of_plan(review: Review) -> list[Person]:
    """Those whom a published plan concerns: as the workshop, and the SEND governor."""
    governor = people_by_ids({review.participation.governor_id})
    return list({person.id: person for person in (*those_of_workshop(review), *governor)}.values())


def people_by_ids(ids: Collection[int | None]) -> Sequence[Person]:
    """Those of them who have not been deactivated."""
    wanted = [id_ for id_ in ids if id_ is not None]
    query = select(Person).where(Person.id.in_(wanted), Person.deactivated_at.is_(None)).order_by(Person.id)
    return db.session.scalars(query).all()


def schools_of(person_ids: Collection[int], *, today: date) -> dict[int, list[str]]:
    """The names of the schools at which each holds a role today, in order. One statement."""
    query = (
        select(Membership.person_id, School.name)
        .join(School, School.id == Membership.school_id)
        .where(Membership.person_id.in_(person_ids), Membership.since <= today)
        .where(or_(Membership.until.is_(None), Membership.until > today))
        .distinct()
        .order_by(School.name)
    )
    found: dict[int, list[str]] = {}
    for person_id, name in db.session.execute(query):
        found.setdefault(person_id, []).append(name)
    return found
