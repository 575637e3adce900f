"""Releasing somebody from a team, with or without somebody else in their place. History stays."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.services.answering import end_assignment, held_assignment, record_on, refuse_ended
from inclusion_app.reviews.teams.services.asking import LONGEST_REASON, Wanted, add_to_team, refuse_over
from inclusion_app.reviews.visits.services.following import follow_leaving

WHY_RELEASED = "Say why: the reason is kept with the assignment"
LEAD_IS_NEEDED = "A confirmed team needs its lead reviewer: put somebody in their place instead"


def release_reviewer(actor: Actor, review_id: int, assignment_id: int, *, reason: str, now: datetime) -> Assignment:
    """Take somebody off a team; they see nothing of the host from their next request on.

    Raises RuleBroken without a reason, for the lead of a confirmed team, and for somebody who has gone; LookupError.
    """
    with transaction():
        review, one = _held(review_id, assignment_id)
        refuse_ended(one)
        if one.part == Part.LEAD and review.stage.has_reached(ReviewState.TEAM_CONFIRMED):
            raise RuleBroken(None, LEAD_IS_NEEDED)
        record_on(actor, "release_reviewer", one, review)
        _release(review, one, reason=reason, now=now)
    return one


def replace_reviewer(
    actor: Actor, review_id: int, assignment_id: int, wanted: Wanted, *, reason: str, now: datetime, today: date
) -> Assignment:
    """Put somebody in another's place, in the same part; who leaves may have left already.

    Raises RuleBroken for conflicts that are not set aside, or when somebody has been put there before; LookupError.
    """
    with transaction():
        review, one = _held(review_id, assignment_id)
        _refuse_replaced(one)
        record_on(
            actor, "replace_reviewer", one, review, by_person_id=wanted.person_id, set_aside=sorted(wanted.accepted)
        )
        if one.state in (AssignmentState.PROPOSED, AssignmentState.ACCEPTED):
            _release(review, one, reason=reason, now=now)
        return add_to_team(review, replace(wanted, part=Part(one.part), replaces_id=one.id), now=now, today=today)


def _held(review_id: int, assignment_id: int) -> tuple[Review, Assignment]:
    review = locked_review(review_id)
    refuse_over(review)
    return review, held_assignment(review, assignment_id)


def _refuse_replaced(one: Assignment) -> None:
    query = select(Assignment.id).where(Assignment.replaces_id == one.id)
    if db.session.scalar(query) is not None:
        raise RuleBroken(None, "Somebody has been put in their place already. Look at the team again")


def _release(review: Review, one: Assignment, *, reason: str, now: datetime) -> None:
    said = reason.strip()
    if not said:
        raise RuleBroken("leaving", WHY_RELEASED)
    if len(said) > LONGEST_REASON:
        raise RuleBroken("leaving", f"The reason must be {LONGEST_REASON} characters or fewer")
    if one.state == AssignmentState.ACCEPTED:
        follow_leaving(review, one.person, now=now)
    end_assignment(one, AssignmentState.RELEASED, now=now, reason=said)
    db.session.flush()
    notices.tell_released(review, one)
