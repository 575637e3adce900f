"""Writing a plan: actions are added, changed and, while it is a draft, taken out."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import short_day
from inclusion_app.improvement.models import ActionBooking, ActionVersion, PlanAction
from inclusion_app.improvement.notices import tell_owners
from inclusion_app.improvement.policy import writers_of
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.plans import actions_of
from inclusion_app.improvement.rules.plans import FULL, MOST, Wording, gaps, wording_problems
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side

NOT_NOW = "Actions are written after the workshop, and changed until the follow-up has been recorded."
NOT_YOURS_NOW = "Once the plan is published, only the headteacher can change it."
KEPT = "A published action is not taken out: mark it as replaced, and say what is done instead."


def add_action(
    actor: Actor, review_id: int, *, said: Wording, standings: Collection[Standing], now: datetime
) -> PlanAction:
    """Add one action at the end. Raises RuleBroken for a sixth, for what is wrong with its wording, at another stage
    and by others than may write; LookupError."""
    with transaction():
        review = locked_review(review_id)
        _refuse_others(review, standings)
        _refuse_wrong(review, said, now)
        taken = set(db.session.scalars(select(PlanAction.position).where(PlanAction.review_id == review_id)))
        if len(taken) >= MOST:
            raise RuleBroken(None, FULL)
        action = PlanAction(review_id=review_id, created_at=now, created_by_id=actor.person_id)
        action.position = max(taken, default=0) + 1
        _write(action, said)
        db.session.add(action)
        detail = {"review": review_id, "number": action.position}
        audit.record(actor, "add_action", action, school_id=review.school_id, detail=detail)
        if review.state == ReviewState.PLAN_AGREED:
            tell_owners(review, [action])
    return action


def change_action(
    actor: Actor,
    review_id: int,
    action_id: int,
    *,
    said: Wording,
    version: int,
    standings: Collection[Standing],
    now: datetime,
) -> PlanAction:
    """Change what an action says; what a published one said before is kept.

    Raises RuleBroken as ``add_action``, StaleEdit when somebody has changed it since ``version``; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        _refuse_others(review, standings)
        action = _action(review, action_id)
        theirs = wording_of(action)
        if action.version != version and theirs != said:
            raise StaleEdit(_differing(action, said, areas_of(review.cycle.framework_id)), version=action.version)
        _refuse_wrong(review, said, now)
        published, was = review.state == ReviewState.PLAN_AGREED, action.owner_id
        if theirs != said:
            if published:
                _keep_version(actor, action, now=now)
            _write(action, said)
        detail = {"review": review_id, "number": action.position, "published": published}
        audit.record(actor, "change_action", action, school_id=review.school_id, detail=detail)
        if published and action.owner_id != was:
            tell_owners(review, [action])
    return action


def remove_action(actor: Actor, review_id: int, action_id: int, *, standings: Collection[Standing]) -> None:
    """Take an action out of a draft; those after it move up.

    Raises RuleBroken once the plan is published or has been, and by others than may write; LookupError.
    """
    with transaction() as session:
        review = locked_review(review_id)
        _refuse_others(review, standings)
        action = _action(review, action_id)
        kept = session.scalar(select(func.count()).where(ActionVersion.action_id == action_id))
        if review.state != ReviewState.WORKSHOP_HELD or kept or action.marked_at:
            raise RuleBroken(None, KEPT)
        detail = {"review": review_id, "number": action.position}
        audit.record(actor, "remove_action", action, school_id=review.school_id, detail=detail)
        action.courses = []
        for link in session.scalars(select(ActionBooking).where(ActionBooking.action_id == action_id)):
            session.delete(link)
        session.flush()
        session.delete(action)
        session.flush()
        for number, left in enumerate(actions_of(review_id), 1):
            left.position = number
            session.flush()  # one after the other, so that no two have the same number


def wording_of(action: PlanAction) -> Wording:
    """What an action says."""
    return Wording(
        area=action.area,
        what=action.what,
        why=action.why,
        owner_id=action.owner_id,
        due_on=action.due_on,
        measure=action.measure,
    )


def _action(review: Review, action_id: int) -> PlanAction:
    query = select(PlanAction).where(PlanAction.id == action_id, PlanAction.review_id == review.id)
    whole = query.options(joinedload(PlanAction.owner), joinedload(PlanAction.courses))
    action = db.session.scalars(whole.execution_options(populate_existing=True)).unique().first()
    if action is None:
        raise LookupError(f"The review {review.id} has no action {action_id}.")
    return action


def _refuse_others(review: Review, standings: Collection[Standing]) -> None:
    if review.stage not in {ReviewState.WORKSHOP_HELD, ReviewState.PLAN_AGREED} or review.side != Side.NONE:
        raise RuleBroken(None, NOT_NOW)
    if not writers_of(review.stage) & set(standings):
        raise RuleBroken(None, NOT_YOURS_NOW)


def _refuse_wrong(review: Review, said: Wording, now: datetime) -> None:
    staff = {colleague.person.id for colleague in staff_of(review.school_id, today=london(now).date())}
    problems = list(wording_problems(said, areas=areas_of(review.cycle.framework_id), staff=staff))
    if review.state == ReviewState.PLAN_AGREED:
        problems += gaps(said)
    if problems:
        raise RuleBroken.several(problems)


def _write(action: PlanAction, said: Wording) -> None:
    action.area, action.what, action.why = said.area, said.what, said.why
    action.owner_id, action.due_on, action.measure = said.owner_id, said.due_on, said.measure


def _keep_version(actor: Actor, action: PlanAction, *, now: datetime) -> None:
    earlier = db.session.scalar(select(func.count()).where(ActionVersion.action_id == action.id)) or 0
    db.session.add(
        ActionVersion(
            action_id=action.id,
            number=earlier + 1,
            area=action.area,
            what=action.what,
            why=action.why,
            owner_name=action.owner.name if action.owner else "",
            due_on=action.due_on,
            measure=action.measure,
            replaced_at=now,
            replaced_by_id=actor.person_id,
        )
    )


def _differing(action: PlanAction, said: Wording, areas: Mapping[str, str]) -> dict[str, str]:
    return dict(_differences(action, said, areas))


def _differences(action: PlanAction, said: Wording, areas: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("what", "why", "measure"):
        if getattr(action, name) != getattr(said, name):
            yield name, getattr(action, name)
    if action.area != said.area:
        yield "area", areas.get(action.area, "No area yet")
    if action.owner_id != said.owner_id:
        yield "owner", action.owner.name if action.owner else "Nobody yet"
    if action.due_on != said.due_on:
        yield "due_on", short_day(action.due_on) if action.due_on else "No date yet"
