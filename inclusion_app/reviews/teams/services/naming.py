"""Who runs the workshop and who reads the draft: named by the office."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.queries.teams import team_of
from inclusion_app.reviews.teams.rules.conflicts import Code, Conflict, hard_conflicts
from inclusion_app.reviews.teams.services.asking import NOT_A_REVIEWER, refuse_over


class Named(StrEnum):
    """What somebody outside the team can be to a review."""

    CHAMPION = "champion"
    MODERATOR = "moderator"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"champion": "Improvement champion", "moderator": "Moderator"}[self]


def name_helper(actor: Actor, review_id: int, part: Named, person_id: int | None, *, today: date) -> Review:
    """Name the champion or the moderator, or (nobody) take the name away. They are told.

    Raises RuleBroken for somebody of the school or with a rule against them, a champion who is not one, and a
    moderator of the own team; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        if person_id is not None:
            _refuse(review, part, person_id, today=today)
        detail = {"part": part, "person_id": person_id}
        audit.record(actor, "name_helper", review, school_id=review.school_id, detail=detail)
        if part == Named.CHAMPION:
            review.champion_id = person_id
        else:
            review.moderator_id = person_id
        db.session.flush()
        if person_id is not None:
            notices.tell_named(review, db.session.get_one(Person, person_id), part)
    return review


def helper_problems(
    facts: Facts, review_id: int, person_id: int, *, part: Named, team: Sequence[int]
) -> list[Conflict]:
    """What speaks against somebody as champion or moderator. ``team`` are the ids of everybody ever on the team."""
    reviewer, host = facts.reviewers[person_id], facts.hosts[review_id]
    found = [
        one for one in hard_conflicts(reviewer, host) if one.code != Code.NOT_ACCREDITED or not reviewer.is_reviewer
    ]
    if part == Named.CHAMPION and not reviewer.may_champion:
        found.append(Conflict(Code.NO_LEAD, "Is not trained as an improvement champion"))
    if part == Named.MODERATOR and person_id in team:
        found.append(Conflict(Code.NO_LEAD, "Has been on the team: nobody moderates the report of their own team"))
    return found


def _refuse(review: Review, part: Named, person_id: int, *, today: date) -> None:
    facts = facts_of(review.cycle, [review], today=today, person_ids=[person_id])
    if person_id not in facts.reviewers:
        raise RuleBroken("person", NOT_A_REVIEWER)
    team = [one.person_id for one in team_of(review.id)]
    problems = helper_problems(facts, review.id, person_id, part=part, team=team)
    if problems:
        raise RuleBroken.several([("person", one.sentence) for one in problems])
