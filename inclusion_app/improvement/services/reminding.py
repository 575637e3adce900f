"""Reminders: owners of actions before their day, and those who hold a follow-up before its day."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage, post_digest_notes, post_messages
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.notices import due_note, follow_up_messages
from inclusion_app.improvement.queries.actions import PUBLISHED
from inclusion_app.improvement.states import OPEN
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.schools.queries import school_calendar

OWNERS_BEFORE = timedelta(days=14)
FOLLOW_UP_BEFORE = 10
"""Working days."""


def remind_owners(now: datetime) -> int:
    """A line in the digest of everybody whose action is due within a fortnight and not done; how many lines.

    Once for each action and day it is due on. Safe to run at any time, twice, and in two processes.
    """
    return sum(_remind_owners(review_id, now=now) for review_id in _reviews_with_due(now))


def remind_of_follow_ups(now: datetime) -> int:
    """A mail to head, champion and lead ten working days before a follow-up; how many mails.

    Once for each day it is set for. Safe to run at any time, twice, and in two processes.
    """
    today = london(now).date()
    query = select(Review.id, Review.follow_up_on).where(
        Review.state == ReviewState.PLAN_AGREED, Review.side == Side.NONE, Review.follow_up_on >= today
    )
    rows, calendar = db.session.execute(query.order_by(Review.id)).all(), school_calendar()
    near = [id_ for id_, on in rows if on and calendar.working_days_between(today, on) <= FOLLOW_UP_BEFORE]
    return sum(_remind_of_follow_up(review_id) for review_id in near)


def _reviews_with_due(now: datetime) -> Sequence[int]:
    today = london(now).date()
    query = (
        select(PlanAction.review_id)
        .join(Review, Review.id == PlanAction.review_id)
        .where(
            Review.state.in_(PUBLISHED),
            Review.side == Side.NONE,
            PlanAction.owner_id.is_not(None),
            PlanAction.due_on.between(today, today + OWNERS_BEFORE),
            PlanAction.progress.in_(OPEN),
        )
    )
    return db.session.scalars(query.distinct().order_by(PlanAction.review_id)).all()


def _remind_owners(review_id: int, *, now: datetime) -> int:
    with transaction() as session:
        review = locked_review(review_id)
        notes = [due_note(review, action) for action in _due(review, now)]
        known = set(session.scalars(select(DigestLine.key).where(DigestLine.key.in_([note.key for note in notes]))))
        fresh = [note for note in notes if note.key not in known]
        post_digest_notes(fresh)
    return len(fresh)


def _due(review: Review, now: datetime) -> Iterator[PlanAction]:
    """Still so, now that the review is held."""
    today = london(now).date()
    query = select(PlanAction).where(PlanAction.review_id == review.id).order_by(PlanAction.position)
    for action in db.session.scalars(query.execution_options(populate_existing=True)):
        is_near = action.due_on is not None and today <= action.due_on <= today + OWNERS_BEFORE
        if is_near and action.owner_id is not None and action.progress in OPEN and review.state in PUBLISHED:
            yield action


def _remind_of_follow_up(review_id: int) -> int:
    with transaction() as session:
        review = locked_review(review_id)
        if review.state != ReviewState.PLAN_AGREED or review.side != Side.NONE or review.follow_up_on is None:
            return 0
        messages = follow_up_messages(review)
        keys = [message.key for message in messages]
        known = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys))))
        fresh = [message for message in messages if message.key not in known]
        if fresh:
            post_messages(fresh)
    return len(fresh)
