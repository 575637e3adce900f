"""A team is confirmed when every declaration is in and the school has had its time to object."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import advance, locked_review
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.queries.teams import members_of, standing_teams
from inclusion_app.reviews.teams.rules.confirming import obstacles
from inclusion_app.schools.queries import school_calendar
from inclusion_app.schools.rules.calendar import WorkingCalendar

LEAST = 2
"""A lead and a reviewer: with fewer the programme office does not confirm either."""


def confirm_team(
    actor: Actor, review_id: int, *, reason: str, standings: Collection[Standing], now: datetime, today: date
) -> Review:
    """The office confirms a team: before the school's time is over, or with fewer people than the cycle wants.

    Raises RuleBroken while a declaration is missing, an objection is open or a rule blocks, naming each; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        team = standing_teams([review.id]).get(review.id, [])
        waits_not = _obstacles(review, team, size=min(LEAST, review.cycle.team_size), today=today, until=None)
        if waits_not and review.state == ReviewState.TEAM_PROPOSED:
            raise RuleBroken.several([(None, f"{sentence}.") for sentence in waits_not])
        if _obstacles(review, team, size=review.cycle.team_size, today=today, until=today) and not reason.strip():
            raise RuleBroken("reason", "Say why the team is confirmed now: the reason is kept with the review")
        event = audit.record(actor, "confirm_team", review, school_id=review.school_id)
        _confirm(review, team, event=event, standings=standings, now=now, reason=reason.strip()[:500])
    return review


def confirm_if_ready(review: Review, *, event: AuditEvent, now: datetime, today: date) -> bool:
    """Confirm the team of a locked review, as part of another act, when nothing stands in its way."""
    with transaction():
        if review.state != ReviewState.TEAM_PROPOSED or review.side != Side.NONE:
            return False
        team = standing_teams([review.id]).get(review.id, [])
        if _obstacles(review, team, size=review.cycle.team_size, today=today, until=today):
            return False
        _confirm(review, team, event=event, standings={Standing.SYSTEM}, now=now)
    return True


def confirm_due_teams(now: datetime) -> int:
    """Confirm every team whose declarations are in and whose school has had its time; how many.

    Safe to run at any time, twice, and in two processes.
    """
    waiting = select(Review.id).where(Review.state == ReviewState.TEAM_PROPOSED, Review.side == Side.NONE)
    return sum(_confirm_due(review_id, now=now) for review_id in db.session.scalars(waiting.order_by(Review.id)).all())


def obstacles_of(
    review: Review, team: Sequence[Assignment], facts: Facts, *, calendar: WorkingCalendar, today: date
) -> list[str]:
    """Why a team is not confirmed yet, in words. ``team`` are those who stand, with their people and their facts."""
    members = members_of(team, calendar=calendar)
    return [*obstacles(members, size=review.cycle.team_size, today=today), *_blocking(review, team, facts)]


def _confirm_due(review_id: int, *, now: datetime) -> bool:
    today = london(now).date()
    team = standing_teams([review_id]).get(review_id, [])
    if obstacles(members_of(team, calendar=school_calendar()), size=1, today=today):
        return False  # looked at without a lock, so that nobody waits for teams that are not ready
    with transaction():
        review = locked_review(review_id)
        team = standing_teams([review_id]).get(review_id, [])
        if review.state != ReviewState.TEAM_PROPOSED or review.side != Side.NONE:
            return False
        if _obstacles(review, team, size=review.cycle.team_size, today=today, until=today):
            return False
        event = audit.record(SYSTEM, "confirm_team", review, school_id=review.school_id)
        _confirm(review, team, event=event, standings={Standing.SYSTEM}, now=now)
    return True


def _confirm(
    review: Review,
    team: Sequence[Assignment],
    *,
    event: AuditEvent,
    standings: Collection[Standing],
    now: datetime,
    reason: str = "",
) -> None:
    advance(review, ReviewState.TEAM_CONFIRMED, event=event, standings=standings, now=now, reason=reason)
    notices.tell_of_confirmed_team(review, team)


def _obstacles(review: Review, team: Sequence[Assignment], *, size: int, today: date, until: date | None) -> list[str]:
    """``until`` is the day for the school's time to object; none: it is not waited for."""
    members = members_of(team, calendar=school_calendar())
    facts = facts_of(review.cycle, [review], today=today, person_ids=[one.person_id for one in team])
    return [*obstacles(members, size=size, today=until), *_blocking(review, team, facts)]


def _blocking(review: Review, team: Sequence[Assignment], facts: Facts) -> list[str]:
    """Rules that block somebody and have not been set aside."""
    found = []
    for one in team:
        if one.person_id not in facts.reviewers:
            found.append(f"{one.person.name} is not a reviewer any more")
            continue
        conflicts = facts.conflicts(one.person_id, review.id, one.part)
        found += [f"{one.person.name}: {c.sentence}" for c in conflicts if c.blocks and c.code not in one.overrides]
    return found
