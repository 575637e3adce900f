"""Publishing a plan: the headteacher's act, after which it is the school's plan."""

from collections.abc import Collection
from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.improvement.notices import tell_of_plan, tell_owners
from inclusion_app.improvement.queries.plans import actions_of
from inclusion_app.improvement.rules.plans import publish_problems
from inclusion_app.improvement.services.actions import wording_of
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState


def agree_plan(
    actor: Actor, review_id: int, *, follow_up_on: date | None, standings: Collection[Standing], now: datetime
) -> Review:
    """Publish the plan, name the day of the follow-up, and tell the owners and those who may read it.

    Raises RuleBroken when an action lacks owner, date or measure, there is none, or more than five; without a day for
    the follow-up; by others than the head, and at another stage; LookupError.
    """
    with transaction():
        review, actions = locked_review(review_id), actions_of(review_id)
        numbered = [(action.position, wording_of(action)) for action in actions]
        if problems := list(publish_problems(numbered, follow_up_on, today=london(now).date())):
            raise RuleBroken.several(problems)
        detail: dict[str, object] = {"actions": len(actions), "follow_up_on": str(follow_up_on)}
        event = move_on(actor, review, ReviewState.PLAN_AGREED, standings=standings, now=now, detail=detail)
        review.follow_up_on = follow_up_on
        tell_of_plan(review, event_id=event.id, but=actor.person_id)
        tell_owners(review, actions)
    return review
