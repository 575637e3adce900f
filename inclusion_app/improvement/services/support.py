"""Courses and bookings that go with an action."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.improvement.models import ActionBooking, PlanAction
from inclusion_app.improvement.policy import LINKS_BOOKINGS, LINKS_SUPPORT
from inclusion_app.improvement.queries.bookings import bookings_to_link
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.training.models import Course
from inclusion_app.training.states import CourseState

MOST_COURSES = 10
NOT_NOW = "Training is named for an action between the workshop and the close of the review."
NOT_OFFERED = "That course is not in the catalogue any more."
NOT_A_BOOKING = "Choose one of the school’s bookings that is not linked yet."


def name_courses(
    actor: Actor,
    review_id: int,
    action_id: int,
    *,
    course_ids: Collection[int],
    standings: Collection[Standing],
) -> PlanAction:
    """Name the courses that go with an action, in place of those named before; a second time changes nothing.

    Raises RuleBroken for a course that is not published (unless it is named already), above ten, at another stage and
    by others than write the plan; LookupError.
    """
    with transaction():
        review = locked_review(review_id)
        _refuse_others(review, standings, of=LINKS_SUPPORT)
        action = _action(review_id, action_id)
        before = {course.id for course in action.courses}
        chosen = db.session.scalars(select(Course).where(Course.id.in_(course_ids)).order_by(Course.title)).all()
        offered = [course for course in chosen if course.id in before or course.state == CourseState.PUBLISHED]
        if len(offered) != len(set(course_ids)):
            raise RuleBroken("courses", NOT_OFFERED)
        if len(offered) > MOST_COURSES:
            raise RuleBroken("courses", f"Choose at most {MOST_COURSES} courses")
        action.courses = list(offered)
        detail = {"action": action.position, "courses": sorted(course.id for course in offered)}
        audit.record(actor, "name_courses", action, school_id=review.school_id, detail=detail)
    return action


def link_booking(
    actor: Actor,
    review_id: int,
    action_id: int,
    *,
    booking_id: int,
    standings: Collection[Standing],
    now: datetime,
) -> None:
    """Link one of the school's bookings to an action: one made before the action, or on another course.

    Raises RuleBroken for another school's booking or one that is linked already, at another stage, and by others than
    head and coordinator; LookupError.
    """
    with transaction() as session:
        review = locked_review(review_id)
        _refuse_others(review, standings, of=LINKS_BOOKINGS)
        action = _action(review_id, action_id)
        if booking_id not in {id_ for id_, *_ in bookings_to_link(action, review.school_id)}:
            raise RuleBroken("booking", NOT_A_BOOKING)
        link = ActionBooking(action_id=action_id, booking_id=booking_id, linked_at=now, linked_by_id=actor.person_id)
        session.add(link)
        detail = {"action": action.position, "booking": booking_id}
        audit.record(actor, "link_booking", action, school_id=review.school_id, detail=detail)


def _action(review_id: int, action_id: int) -> PlanAction:
    query = select(PlanAction).where(PlanAction.id == action_id, PlanAction.review_id == review_id)
    whole = query.options(joinedload(PlanAction.owner), selectinload(PlanAction.courses))
    action = db.session.scalars(whole.execution_options(populate_existing=True)).first()
    if action is None:
        raise LookupError(f"The review {review_id} has no action {action_id}.")
    return action


def _refuse_others(review: Review, standings: Collection[Standing], *, of: frozenset[Standing]) -> None:
    is_time = ReviewState.WORKSHOP_HELD.number <= review.stage.number < ReviewState.CLOSED.number
    if not is_time or review.side != Side.NONE:
        raise RuleBroken(None, NOT_NOW)
    if not of & set(standings):
        raise RuleBroken(None, f"Only {' or '.join(sorted(standing.label for standing in of))} can do this.")
