"""Who is told of a visit: the team, and the school's head and coordinator."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import exists, or_, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.states import AssignmentState, Part


def team_of(review_id: int) -> Sequence[tuple[Person, str]]:
    """Everybody who has declared no conflict, with their part; the lead first."""
    query = (
        select(Person, Assignment.part)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.review_id == review_id, Assignment.state == AssignmentState.ACCEPTED)
        .order_by(Assignment.part != Part.LEAD, Person.name, Person.id)
    )
    return [(person, part) for person, part in db.session.execute(query)]


def host_of(review: Review, *, today: date) -> Sequence[Person]:
    """The school's headteachers, and its coordinator, as far as they work there today."""
    held = (
        (Membership.person_id == Person.id)
        & (Membership.school_id == review.school_id)
        & (Membership.since <= today)
        & or_(Membership.until.is_(None), Membership.until > today)
    )
    heads = exists().where(held, Membership.role == Role.HEADTEACHER)
    names = (Person.id == review.participation.coordinator_id) & exists().where(held)
    query = select(Person).where(or_(heads, names), Person.deactivated_at.is_(None))
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def people_of_visit(review: Review, *, today: date, only: Collection[int] | None = None) -> list[Person]:
    """Everybody in whose calendar the visit stands: team, heads, coordinator; ``only`` those of them."""
    found = {person.id: person for person, _ in team_of(review.id) if person.deactivated_at is None}
    found |= {person.id: person for person in host_of(review, today=today)}
    return [person for person in found.values() if only is None or person.id in only]
