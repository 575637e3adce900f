"""Recording the impact review."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.improvement.models import ImpactAnswer, ImpactRating, ImpactReview, PlanAction
from inclusion_app.improvement.notices import ask_for_evaluations
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.plans import actions_of, follow_up_of
from inclusion_app.improvement.rules.follow_ups import FollowUp, follow_up_problems
from inclusion_app.improvement.states import Impact, Progress
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState


def record_follow_up(
    actor: Actor, review_id: int, *, said: FollowUp, standings: Collection[Standing], now: datetime
) -> ImpactReview:
    """Keep what became of every action and, where the cycle rates areas, where they stand now; then the host and the
    reviewers are asked how the process was.

    Raises RuleBroken for an action without an answer or its evidence, by others than champion, lead and head, and at
    another stage; LookupError.
    """
    with transaction() as session:
        review, actions = locked_review(review_id), actions_of(review_id)
        areas = areas_of(review.cycle.framework_id) if review.cycle.uses_ratings else {}
        ids = [action.id for action in actions]
        problems = list(follow_up_problems(said, today=london(now).date(), actions=ids, areas=areas))
        if problems:
            raise RuleBroken.several(problems)
        held = _emptied(review)
        session.add(held)
        assert said.held_on is not None  # noqa: S101  # the rules have refused
        held.held_on, held.summary = said.held_on, said.summary
        held.recorded_at, held.recorded_by_id = now, actor.person_id
        held.answers.extend(
            ImpactAnswer(action_id=id_, outcome=said.answers[id_].outcome, evidence=said.answers[id_].evidence)
            for id_ in ids
        )
        held.ratings.extend(ImpactRating(area=area, rating=rating) for area, rating in said.ratings.items())
        _carry_over(actor, actions, said, now=now)
        detail: dict[str, object] = {"actions": len(ids)}
        move_on(actor, review, ReviewState.FOLLOWED_UP, standings=standings, now=now, detail=detail)
        ask_for_evaluations(review)
    return held


def _emptied(review: Review) -> ImpactReview:
    """A new record, or the one that a step back has left, for writing anew."""
    held = follow_up_of(review.id)
    if held is None:
        return ImpactReview(review_id=review.id, answers=[], ratings=[])
    for kind in (ImpactAnswer, ImpactRating):
        db.session.execute(delete(kind).where(kind.impact_review_id == held.id))
    db.session.refresh(held, ["answers", "ratings"])
    return held


def _carry_over(actor: Actor, actions: Sequence[PlanAction], said: FollowUp, *, now: datetime) -> None:
    """What was found is where the actions stand; one that was not done stays as its owner left it."""
    for action in actions:
        outcome = said.answers[action.id].outcome
        if outcome not in {Impact.NOT, action.progress}:
            action.progress = Progress(outcome)
            action.marked_at, action.marked_by_id = now, actor.person_id
