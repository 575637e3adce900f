"""Who may be champion or moderator of a review."""

from collections.abc import Collection
from enum import StrEnum

from inclusion_app.reviews.teams.rules.conflicts import Code, hard_conflicts
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts


class Named(StrEnum):
    """What somebody outside the team can be to a review."""

    CHAMPION = "champion"
    MODERATOR = "moderator"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"champion": "Improvement champion", "moderator": "Moderator"}[self]


def naming_problems(reviewer: ReviewerFacts, host: HostFacts, *, part: Named, team: Collection[int]) -> list[str]:
    """What speaks against somebody. ``team`` are the ids of everybody ever on the team.

    The training of reviewers need not be current, but they must be a peer reviewer.
    """
    found = [
        one.sentence
        for one in hard_conflicts(reviewer, host)
        if one.code != Code.NOT_ACCREDITED or not reviewer.is_reviewer
    ]
    if part == Named.CHAMPION and not reviewer.may_champion:
        found.append("Is not trained as an improvement champion")
    if part == Named.MODERATOR and reviewer.person_id in team:
        found.append("Has been on the team: nobody moderates the report of their own team")
    return found
