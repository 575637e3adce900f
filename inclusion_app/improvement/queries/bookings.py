"""Which bookings of a school belong to which action, and what came of them. Nothing of this is stored but links made
by hand: a booking on a course that an action names counts as the action's when it was made after the action."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, exists, or_, select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import ActionBooking, ActionCourse, PlanAction
from inclusion_app.reviews.models import Review
from inclusion_app.training.models import Booking, Course, OutcomeOfRun, Run
from inclusion_app.training.states import ACTIVE, BookingState, RunOutcome

LOOKS_BACK = timedelta(days=365)
MOST_OFFERED = 50


@dataclass(frozen=True)
class Linked:
    """One booking that belongs to an action; ``person_name`` is none where the school itself takes the place."""

    action_id: int
    booking_id: int
    course_id: int
    course_title: str
    person_name: str | None
    state: str
    starts_at: datetime
    ends_at: datetime
    outcome: str | None
    by_hand: bool

    @property
    def is_completed(self) -> bool:
        """The run is over, and this place was completed."""
        return self.outcome == RunOutcome.COMPLETED

    @property
    def is_waiting(self) -> bool:
        """No place yet."""
        return self.state != BookingState.CONFIRMED and self.outcome is None


def bookings_of_actions(action_ids: Collection[int]) -> Mapping[int, Sequence[Linked]]:
    """The bookings of each action, the earliest run first; one statement."""
    query = (
        select(
            PlanAction.id,
            Booking.id,
            Course.id,
            Course.title,
            Person.name,
            Booking.state,
            Run.starts_at,
            Run.ends_at,
            OutcomeOfRun.outcome,
            ActionBooking.booking_id.is_not(None),
        )
        .select_from(PlanAction)
        .join(Review, Review.id == PlanAction.review_id)
        .join(Booking, Booking.school_id == Review.school_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(Person, Person.id == Booking.person_id)
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .outerjoin(ActionBooking, _is_linked_by_hand())
        .where(PlanAction.id.in_(action_ids), Booking.state.in_(ACTIVE), _belongs())
        .order_by(Run.starts_at, Booking.id)
    )
    found: defaultdict[int, list[Linked]] = defaultdict(list)
    for row in db.session.execute(query):
        linked = Linked(*cast("tuple[Any, ...]", row))
        found[linked.action_id].append(linked)
    return found


def bookings_to_link(action: PlanAction, school_id: int) -> Sequence[tuple[int, str, str | None, datetime]]:
    """Other bookings of the school that could be linked by hand: id, course, person and start, the latest first."""
    query = (
        select(Booking.id, Course.title, Person.name, Run.starts_at)
        .select_from(PlanAction)
        .join(Booking, Booking.school_id == school_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(Person, Person.id == Booking.person_id)
        .outerjoin(ActionBooking, _is_linked_by_hand())
        .where(
            PlanAction.id == action.id,
            Booking.state.in_(ACTIVE),
            Run.ends_at > action.created_at - LOOKS_BACK,
            ~_belongs(),
        )
        .order_by(Run.starts_at.desc(), Booking.id)
        .limit(MOST_OFFERED)
    )
    return [(id_, title, name, starts_at) for id_, title, name, starts_at in db.session.execute(query)]


def has_completed_booking() -> ColumnElement[bool]:
    """The action of the query around has a booking that was completed. The query joins ``Review``."""
    return (
        exists()
        .where(
            Booking.school_id == Review.school_id,
            Booking.state.in_(ACTIVE),
            Run.id == Booking.run_id,
            OutcomeOfRun.booking_id == Booking.id,
            OutcomeOfRun.outcome == RunOutcome.COMPLETED,
            or_(
                exists().where(_is_linked_by_hand()).correlate(PlanAction, Booking),
                and_(_is_named(), Booking.placed_at >= PlanAction.created_at),
            ),
        )
        .correlate(PlanAction, Review)
    )


def _belongs() -> ColumnElement[bool]:
    return or_(ActionBooking.booking_id.is_not(None), and_(_is_named(), Booking.placed_at >= PlanAction.created_at))


def _is_linked_by_hand() -> ColumnElement[bool]:
    return and_(ActionBooking.action_id == PlanAction.id, ActionBooking.booking_id == Booking.id)


def _is_named() -> ColumnElement[bool]:
    named = and_(ActionCourse.action_id == PlanAction.id, ActionCourse.course_id == Run.course_id)
    return exists().where(named).correlate(PlanAction, Run)
