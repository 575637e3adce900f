"""Who could be champion or moderator of a review."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.queries.teams import team_of
from inclusion_app.reviews.teams.rules.naming import Named, naming_problems


def people_to_name(review: Review, part: Named, *, today: date) -> Sequence[Person]:
    """Reviewers against whom nothing speaks, by name."""
    facts = facts_of(review.cycle, [review], today=today)
    host, team = facts.hosts[review.id], [one.person_id for one in team_of(review.id)]
    ids = [
        number
        for number, reviewer in facts.reviewers.items()
        if not naming_problems(reviewer, host, part=part, team=team)
    ]
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)).all()
