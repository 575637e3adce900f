"""Saying how an action goes."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.policy import may_mark
from inclusion_app.improvement.rules.plans import progress_problems
from inclusion_app.improvement.states import Progress
from inclusion_app.reviews.rules.table import is_over
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState

NOT_NOW = "How an action goes is said once the plan has been published."
NOT_THEIRS = "Only the owner of an action or the headteacher can say how it goes."


def mark_progress(actor: Actor, action_id: int, *, progress: str, note: str, version: int, now: datetime) -> PlanAction:
    """Keep how far an action of a published plan has come, with a note.

    Raises RuleBroken by others than its owner and the head, before the plan is published, and without a note where it
    was replaced; StaleEdit when somebody has said something else since ``version``; LookupError.
    """
    with transaction():
        review_id = db.session.scalar(select(PlanAction.review_id).where(PlanAction.id == action_id))
        if review_id is None:
            raise LookupError(f"There is no action {action_id}.")
        review = locked_review(review_id)
        action = db.session.get_one(PlanAction, action_id, populate_existing=True)
        if may_mark(actor, owner_id=action.owner_id, school_id=review.school_id):
            raise RuleBroken(None, NOT_THEIRS)
        if not review.stage.has_reached(ReviewState.PLAN_AGREED) or is_over(review.side):
            raise RuleBroken(None, NOT_NOW)
        if problems := list(progress_problems(progress, note)):
            raise RuleBroken.several(problems)
        if action.version != version and (action.progress, action.note) != (progress, note):
            theirs = {"progress": Progress(action.progress).label, "note": action.note}
            raise StaleEdit(theirs, version=action.version)
        action.progress, action.note = progress, note
        action.marked_at, action.marked_by_id = now, actor.person_id
        detail = {"review": review_id, "number": action.position, "progress": progress}
        audit.record(actor, "mark_progress", action, school_id=review.school_id, detail=detail)
    return action
