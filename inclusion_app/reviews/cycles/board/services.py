"""What the office does about one review from the board: its deadlines, and taking it back or aside."""

from collections.abc import Collection
from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.cycles.enrolment.services import withdraw_school
from inclusion_app.reviews.models import Review, StageDeadline
from inclusion_app.reviews.rules.deadlines import DEFAULTS
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_aside
from inclusion_app.reviews.states import ReviewState

WITHDRAWS = "withdraw_school"
LONGEST_REASON = 500
MOVABLE = (*DEFAULTS, ReviewState.FOLLOWED_UP)
"""Stages that have a deadline."""


def set_deadline(
    actor: Actor, review_id: int, stage: str, *, due_on: date | None, reason: str, today: date, now: datetime
) -> None:
    """Move the deadline of a stage that has not been reached, or waive it (no date).

    Raises RuleBroken without a reason, for a date in the past, and for a stage that is behind; LookupError.
    """
    said = " ".join(reason.split())
    with transaction() as session:
        review = locked_review(review_id)
        if problems := list(_problems(review, stage, due_on, said, today=today)):
            raise RuleBroken.several(problems)
        row = session.get(StageDeadline, (review_id, stage)) or StageDeadline(review_id=review_id, stage=stage)
        row.due_on, row.reason, row.set_by_id, row.set_at = due_on, said, actor.person_id, now
        db.session.add(row)
        act = "move_deadline" if due_on else "waive_deadline"
        detail = {"stage": stage, "due_on": due_on.isoformat() if due_on else None}
        audit.record(actor, act, review, school_id=review.school_id, detail=detail)


def _problems(
    review: Review, stage: str, due_on: date | None, reason: str, *, today: date
) -> list[tuple[str | None, str]]:
    problems: list[tuple[str | None, str]] = []
    if stage not in MOVABLE or review.stage.has_reached(ReviewState(stage)):
        problems.append(("stage", "Choose a stage that is still to come"))
    if due_on is not None and due_on < today:
        problems.append(("due_on", "The new deadline cannot lie in the past"))
    if not reason:
        problems.append(("reason", "Say why: the reason is kept with the review"))
    elif len(reason) > LONGEST_REASON:
        problems.append(("reason", f"The reason must have {LONGEST_REASON} characters or fewer"))
    return problems


def set_aside(
    actor: Actor, review_id: int, act: str, *, reason: str, standings: Collection[Standing], now: datetime
) -> None:
    """Postpone, resume, cancel or withdraw; a school that withdraws leaves the cycle as well.

    Raises RuleBroken as ``move_aside`` and ``withdraw_school`` do; LookupError.
    """
    if act != WITHDRAWS:
        move_aside(actor, review_id, act, reason=reason, standings=standings, now=now)
        return
    with transaction():
        part = locked_review(review_id).participation
        withdraw_school(actor, part.id, reason=reason, standings=standings, version=part.version, now=now)
