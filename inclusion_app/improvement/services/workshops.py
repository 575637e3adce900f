"""Arranging a workshop, and recording it once it has been held."""

from collections.abc import Collection
from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import day as said_day
from inclusion_app.improvement.models import Workshop, WorkshopPriority
from inclusion_app.improvement.notices import invite_to_workshop, take_out_of_calendars
from inclusion_app.improvement.policy import RUNS_WORKSHOP
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.plans import workshop_of
from inclusion_app.improvement.rules.workshops import Held, Meeting, held_problems, meeting_problems
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_on
from inclusion_app.reviews.states import ReviewState, Side

NOT_NOW = "A workshop is arranged once the report is final, and before it has been recorded."


def plan_workshop(
    actor: Actor, review_id: int, *, said: Meeting, version: int, standings: Collection[Standing], now: datetime
) -> Workshop:
    """Set or move day, time and place; everybody concerned gets an invitation, and calendars follow.

    ``version`` is that of the workshop the person saw, 0 where there was none. Raises RuleBroken for what is missing,
    by others than champion and lead, and at another stage; StaleEdit; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        _refuse_others(review, standings)
        if problems := list(meeting_problems(said, today=london(now).date())):
            raise RuleBroken.several(problems)
        workshop = workshop_of(review_id)
        if workshop is None:
            workshop = Workshop(review_id=review_id, priorities=[])
            db.session.add(workshop)
        elif workshop.version != version:
            raise StaleEdit(_differing(workshop, review.workshop_on, said), version=workshop.version)
        else:
            workshop.sequence += 1
        workshop.starts, workshop.ends, workshop.place = said.starts, said.ends, said.place
        review.workshop_on = said.day
        audit.record(actor, "plan_workshop", review, school_id=review.school_id, detail={"day": str(said.day)})
        invite_to_workshop(review, workshop, now=now)
    return workshop


def record_workshop(
    actor: Actor, review_id: int, *, said: Held, standings: Collection[Standing], now: datetime
) -> Workshop:
    """Keep who was there and what was agreed; the review has then held its workshop.

    Raises RuleBroken for what is missing, by others than champion and lead, and at another stage; LookupError.
    """
    with transaction():
        review, today = locked_review(review_id), london(now).date()
        areas = areas_of(review.cycle.framework_id)
        if problems := list(held_problems(said, today=today, areas=areas)):
            raise RuleBroken.several(problems)
        workshop = workshop_of(review_id)
        if workshop is None:
            workshop = Workshop(review_id=review_id, priorities=[])
            db.session.add(workshop)
        if workshop.starts is not None and review.workshop_on != said.day and (review.workshop_on or today) >= today:
            workshop.sequence += 1
            take_out_of_calendars(review, workshop, now=now)
        _write(workshop, said)
        workshop.recorded_at, workshop.recorded_by_id, review.workshop_on = now, actor.person_id, said.day
        move_on(
            actor,
            review,
            ReviewState.WORKSHOP_HELD,
            standings=standings,
            now=now,
            detail={"priorities": len(said.agreed)},
        )
    return workshop


def _write(workshop: Workshop, said: Held) -> None:
    workshop.attended = said.attended
    workshop.priorities.clear()
    db.session.flush()  # their numbers are free again
    workshop.priorities.extend(
        WorkshopPriority(position=number, area=priority.area, text=priority.text)
        for number, priority in enumerate(said.agreed, 1)
    )


def _refuse_others(review: Review, standings: Collection[Standing]) -> None:
    if not RUNS_WORKSHOP & set(standings):
        raise RuleBroken(None, "Only the improvement champion or the lead reviewer can do this.")
    if review.state != ReviewState.FINAL or review.side != Side.NONE:
        raise RuleBroken(None, NOT_NOW)


def _differing(workshop: Workshop, on: date | None, said: Meeting) -> dict[str, str]:
    theirs = {
        "day": (on, said.day, said_day(on) if on else ""),
        "starts": (workshop.starts, said.starts, f"{workshop.starts:%H:%M}" if workshop.starts else ""),
        "ends": (workshop.ends, said.ends, f"{workshop.ends:%H:%M}" if workshop.ends else ""),
        "place": (workshop.place, said.place, workshop.place),
    }
    return {name: text for name, (there, mine, text) in theirs.items() if there != mine}
