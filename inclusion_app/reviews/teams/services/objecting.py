"""The school objects to somebody on its team, and the office decides."""

from datetime import date, datetime
from enum import StrEnum

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import STANDING, AssignmentState
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.teams import may_object_until
from inclusion_app.reviews.teams.rules.objections import text_problem
from inclusion_app.reviews.teams.services.answering import end_assignment, held_assignment, record_on, refuse_ended
from inclusion_app.reviews.teams.services.asking import refuse_over
from inclusion_app.reviews.teams.services.confirming import confirm_if_ready
from inclusion_app.reviews.visits.services.following import follow_leaving
from inclusion_app.schools.queries import school_calendar


class Decision(StrEnum):
    """What the office decides on an objection."""

    UPHELD = "upheld"
    NOT_UPHELD = "not-upheld"


def object_to_reviewer(
    actor: Actor, review_id: int, assignment_id: int, *, said: str, now: datetime, today: date
) -> Assignment:
    """The headteacher objects to somebody, within five working days in term of their being asked.

    Raises RuleBroken without a reason, after that time, a second time, and for somebody who has gone; LookupError.
    """
    if problem := text_problem(said, ask="Say why: the programme office reads it"):
        raise RuleBroken("said", problem)
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        one = held_assignment(review, assignment_id)
        refuse_ended(one)
        if one.objected_at is not None:
            raise RuleBroken(None, "Your school has objected to this person already")
        if today > may_object_until(one, calendar=school_calendar()):
            raise RuleBroken(None, "The time to object is over. Write to the programme office")
        record_on(actor, "object_to_reviewer", one, review)
        one.objected_at, one.objection = now, said.strip()
        db.session.flush()
        notices.tell_office_of_objection(review, one)
    return one


def decide_objection(
    actor: Actor, review_id: int, assignment_id: int, decision: Decision, *, now: datetime, today: date
) -> Assignment:
    """The office upholds an objection, which releases the person at once, or does not, which may confirm the team.

    Raises RuleBroken when there is none, or somebody has decided already; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        one = held_assignment(review, assignment_id)
        if one.objected_at is None or one.objection_upheld is not None:
            raise RuleBroken(None, "Somebody has decided on this already. Look at the team again")
        event = record_on(actor, "decide_objection", one, review, decision=decision)
        one.objection_upheld = decision == Decision.UPHELD
        if one.objection_upheld and one.state in STANDING:
            if one.state == AssignmentState.ACCEPTED:
                follow_leaving(review, one.person, now=now)
            end_assignment(one, AssignmentState.RELEASED, now=now, reason="The school objected, and it was upheld")
            notices.tell_released(review, one)
        db.session.flush()
        notices.tell_school_of_decision(review, one)
        confirm_if_ready(review, event=event, now=now, today=today)
    return one
