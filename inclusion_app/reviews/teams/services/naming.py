"""Who runs the workshop and who reads the draft: named by the office."""

from datetime import date

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.queries.teams import team_of
from inclusion_app.reviews.teams.rules.naming import Named, naming_problems
from inclusion_app.reviews.teams.services.asking import NOT_A_REVIEWER, refuse_over


def name_beside_team(actor: Actor, review_id: int, part: Named, person_id: int | None, *, today: date) -> Review:
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
        audit.record(actor, "name_beside_team", review, school_id=review.school_id, detail=detail)
        if part == Named.CHAMPION:
            review.champion_id = person_id
        else:
            review.moderator_id = person_id
        db.session.flush()
        if person_id is not None:
            notices.tell_named(review, db.session.get_one(Person, person_id), part)
    return review


def _refuse(review: Review, part: Named, person_id: int, *, today: date) -> None:
    facts = facts_of(review.cycle, [review], today=today, person_ids=[person_id])
    if person_id not in facts.reviewers:
        raise RuleBroken("person", NOT_A_REVIEWER)
    team = [one.person_id for one in team_of(review.id)]
    problems = naming_problems(facts.reviewers[person_id], facts.hosts[review.id], part=part, team=team)
    if problems:
        raise RuleBroken.several([("person", sentence) for sentence in problems])
