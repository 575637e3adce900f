"""What somebody who was asked answers: no conflict, a conflict, or that they cannot; and stepping down later."""

from collections.abc import Sequence
from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import STANDING, AssignmentState
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.queries.teams import standing_teams
from inclusion_app.reviews.teams.rules.objections import text_problem
from inclusion_app.reviews.teams.services.asking import refuse_over
from inclusion_app.reviews.teams.services.confirming import confirm_if_ready
from inclusion_app.reviews.visits.services.following import follow_joining, follow_leaving

ANSWERED = "You have answered already, or you are not asked any more. Look at the team again"
CHANGED = (
    "Something has changed since you were asked, so this cannot be accepted: {}. The programme office decides on it"
)
WHAT_CONFLICT = "Say what it is: the programme office reads it, the school does not"
WHY_NOT = "Say why: the programme office reads it"


def declare_no_conflict(actor: Actor, review_id: int, *, now: datetime, today: date) -> Assignment:
    """Somebody asked declares no conflict: the host's papers open to them on their next request.

    Confirms the team where theirs was the last word missing. Raises RuleBroken when they are not asked (any more) or
    a rule that blocks has come up since; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        mine = _mine(actor, review, AssignmentState.PROPOSED)
        _refuse_blocked(review, mine, today=today)
        event = audit.record(actor, "declare_no_conflict", mine, school_id=review.school_id)
        mine.state, mine.answered_at = AssignmentState.ACCEPTED, now
        db.session.flush()
        follow_joining(review, mine.person, now=now)
        if not confirm_if_ready(review, event=event, now=now, today=today):
            notices.tell_office_of_answer(review, mine, "accepted")
    return mine


def declare_conflict(actor: Actor, review_id: int, *, kinds: Sequence[str], said: str, now: datetime) -> Assignment:
    """Somebody asked declares a conflict, and is off the team. What they say is for the office alone.

    Raises RuleBroken without words, and when they are not asked (any more); LookupError.
    """
    if problem := text_problem(said, ask=WHAT_CONFLICT):
        raise RuleBroken("said", problem)
    words = f"{', '.join(kinds)}: {said.strip()}" if kinds else said.strip()
    return _leave(actor, review_id, "declare_conflict", words=words, state=AssignmentState.PROPOSED, now=now)


def decline_review(actor: Actor, review_id: int, *, reason: str, now: datetime) -> Assignment:
    """Somebody asked cannot come. Raises RuleBroken without a reason, or when they are not asked; LookupError."""
    if problem := text_problem(reason, ask=WHY_NOT):
        raise RuleBroken("said", problem)
    return _leave(actor, review_id, "decline_review", words=reason.strip(), state=AssignmentState.PROPOSED, now=now)


def step_down(actor: Actor, review_id: int, *, reason: str, now: datetime) -> Assignment:
    """Somebody of the team leaves it; they see nothing of the host from the next request on. Raises as above."""
    if problem := text_problem(reason, ask=WHY_NOT):
        raise RuleBroken("said", problem)
    return _leave(actor, review_id, "step_down", words=reason.strip(), state=AssignmentState.ACCEPTED, now=now)


def _leave(actor: Actor, review_id: int, act: str, *, words: str, state: AssignmentState, now: datetime) -> Assignment:
    with transaction():
        review = locked_review(review_id)
        refuse_over(review)
        mine = _mine(actor, review, state)
        audit.record(actor, act, mine, school_id=review.school_id)
        end_assignment(mine, AssignmentState.DECLINED, now=now)
        mine.declaration = words
        db.session.flush()
        if state == AssignmentState.ACCEPTED:
            follow_leaving(review, mine.person, now=now)
        notices.tell_office_of_answer(review, mine, "left")
    return mine


def end_assignment(one: Assignment, state: AssignmentState, *, now: datetime, reason: str = "") -> None:
    """End an assignment that stands; whoever it was sees nothing of the host from the next request on."""
    one.state, one.ended_at, one.ended_reason = state, now, reason
    if one.answered_at is None and state == AssignmentState.DECLINED:
        one.answered_at = now


def held_assignment(review: Review, assignment_id: int) -> Assignment:
    """One assignment of a locked review, as it stands. Raises LookupError."""
    found = db.session.get(Assignment, assignment_id, populate_existing=True)
    if found is None or found.review_id != review.id:
        raise LookupError(f"There is no assignment {assignment_id} on review {review.id}.")
    db.session.refresh(found, ["person"])
    return found


def refuse_ended(one: Assignment) -> None:
    """Raises RuleBroken for somebody who is not on the team any more."""
    if one.state not in STANDING:
        raise RuleBroken(None, "This person is not on the team any more. Look at the team again")


def record_on(actor: Actor, act: str, one: Assignment, review: Review, **detail: object) -> AuditEvent:
    """The audit row of an act on an assignment, without confidential text."""
    return audit.record(actor, act, one, school_id=review.school_id, detail={"person_id": one.person_id, **detail})


def _mine(actor: Actor, review: Review, state: AssignmentState) -> Assignment:
    team = standing_teams([review.id]).get(review.id, [])
    mine = next((one for one in team if one.person_id == actor.person_id and one.state == state), None)
    if mine is None:
        raise RuleBroken(None, ANSWERED)
    return mine


def _refuse_blocked(review: Review, mine: Assignment, *, today: date) -> None:
    facts = facts_of(review.cycle, [review], today=today, person_ids=[mine.person_id])
    if mine.person_id not in facts.reviewers:
        raise RuleBroken(None, ANSWERED)
    found = facts.conflicts(mine.person_id, review.id, mine.part)
    blocking = [c.sentence for c in found if c.blocks and c.code not in mine.overrides]
    if blocking:
        raise RuleBroken(None, CHANGED.format("; ".join(blocking)))
