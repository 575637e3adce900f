"""Who could be champion or moderator of a review."""

from datetime import date

from inclusion_app.reviews.models import Review
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.queries.teams import team_of
from inclusion_app.reviews.teams.rules.naming import Named, naming_problems


def people_to_name(review: Review, part: Named, *, today: date) -> list[tuple[int, str]]:
    """Id and name of the reviewers against whom nothing speaks, by name."""
    facts = facts_of(review.cycle, [review], today=today)
    host, team = facts.hosts[review.id], [one.person_id for one in team_of(review.id)]
    found = [one for one in facts.reviewers.values() if not naming_problems(one, host, part=part, team=team)]
    return sorted(((one.person_id, one.name) for one in found), key=lambda one: (one[1], one[0]))
