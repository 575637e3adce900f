"""A plan as its readers see it: a fixed number of statements, however many actions and bookings there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import (
    ActionVersion,
    ImpactAnswer,
    ImpactReview,
    PlanAction,
    Workshop,
)
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.bookings import Linked, bookings_of_actions
from inclusion_app.improvement.states import Impact, Progress
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ReviewState
from inclusion_app.training.models import Course


@dataclass(frozen=True)
class CourseOfAction:
    """A course that an action names, or on which a booking was linked by hand, with how its bookings stand."""

    course_id: int
    title: str
    slug: str | None
    booked: int
    waiting: int
    completed: int


@dataclass(frozen=True)
class PlanLine:
    """One action as the plan shows it."""

    action: PlanAction
    area: str
    courses: Sequence[CourseOfAction]
    bookings: Sequence[Linked]
    answer: ImpactAnswer | None

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self.action.progress)

    @property
    def impact(self) -> Impact | None:
        """What the follow-up found; none before."""
        return Impact(self.answer.outcome) if self.answer else None


@dataclass(frozen=True)
class Plan:
    """A school's plan: its actions in order, what the workshop agreed, and the follow-up where there was one."""

    review: Review
    areas: Mapping[str, str]
    lines: Sequence[PlanLine]
    workshop: Workshop | None
    follow_up: ImpactReview | None
    changed: int

    @property
    def is_published(self) -> bool:
        """The headteacher has published it."""
        return self.review.stage.has_reached(ReviewState.PLAN_AGREED)

    def line_of(self, action_id: int) -> PlanLine | None:
        """One action."""
        return next((line for line in self.lines if line.action.id == action_id), None)


def plan_of(review: Review) -> Plan:
    """The plan of a review that comes with its cycle. Eleven statements at the most."""
    plan = plan_without_workshop(review)
    ids = [line.action.id for line in plan.lines]
    changed = db.session.scalar(select(func.count()).where(ActionVersion.action_id.in_(ids))) or 0
    return replace(plan, workshop=workshop_of(review.id), changed=changed)


def plan_without_workshop(review: Review) -> Plan:
    """The same, but for the workshop and the number of changes: for pages of one action."""
    actions = actions_of(review.id)
    bookings, follow_up = bookings_of_actions([action.id for action in actions]), follow_up_of(review.id)
    areas = areas_of(review.cycle.framework_id)
    answers = {answer.action_id: answer for answer in follow_up.answers} if follow_up else {}
    lines = [_line(a, areas, bookings.get(a.id, ()), answer=answers.get(a.id)) for a in actions]
    return Plan(review, areas, lines, workshop=None, follow_up=follow_up, changed=0)


def actions_of(review_id: int) -> Sequence[PlanAction]:
    """The actions in their order, with owners and the courses they name. Two statements."""
    query = (
        select(PlanAction)
        .where(PlanAction.review_id == review_id)
        .options(joinedload(PlanAction.owner), selectinload(PlanAction.courses))
        .order_by(PlanAction.position)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def workshop_of(review_id: int) -> Workshop | None:
    """The workshop with what it agreed, whether it is planned or has been held."""
    query = select(Workshop).where(Workshop.review_id == review_id).options(selectinload(Workshop.priorities))
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def follow_up_of(review_id: int) -> ImpactReview | None:
    """The follow-up with all that it says."""
    both = (selectinload(ImpactReview.answers), selectinload(ImpactReview.ratings))
    query = select(ImpactReview).where(ImpactReview.review_id == review_id).options(*both)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def versions_of(action_id: int) -> Sequence[tuple[ActionVersion, str | None]]:
    """What the action said before, the latest first, and who changed it."""
    query = (
        select(ActionVersion, Person.name)
        .outerjoin(Person, Person.id == ActionVersion.replaced_by_id)
        .where(ActionVersion.action_id == action_id)
        .order_by(ActionVersion.number.desc())
    )
    return [(version, name) for version, name in db.session.execute(query)]


def _line(
    action: PlanAction, areas: Mapping[str, str], bookings: Sequence[Linked], *, answer: ImpactAnswer | None
) -> PlanLine:
    named: dict[int, Course | Linked] = {booking.course_id: booking for booking in bookings}
    named |= {course.id: course for course in action.courses}
    courses = [_course(course_id, what, bookings) for course_id, what in named.items()]
    return PlanLine(
        action=action,
        area=areas.get(action.area, ""),
        courses=sorted(courses, key=lambda course: course.title),
        bookings=bookings,
        answer=answer,
    )


def _course(course_id: int, what: Course | Linked, bookings: Sequence[Linked]) -> CourseOfAction:
    own = [booking for booking in bookings if booking.course_id == course_id]
    waiting = sum(booking.is_waiting for booking in own)
    return CourseOfAction(
        course_id=course_id,
        title=what.title if isinstance(what, Course) else what.course_title,
        slug=what.slug if isinstance(what, Course) else None,
        booked=len(own) - waiting,
        waiting=waiting,
        completed=sum(booking.is_completed for booking in own),
    )
