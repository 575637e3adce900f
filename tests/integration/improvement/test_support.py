"""What helps an action on: courses by area, and bookings that belong to it without anything being stored."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.improvement.models import PlanAction
from inclusion_app.improvement.queries.bookings import bookings_of_actions, bookings_to_link
from inclusion_app.improvement.queries.courses import courses_for
from inclusion_app.improvement.services.support import link_booking, name_courses
from inclusion_app.improvement.states import Progress
from inclusion_app.improvement.summaries import follow_through_of_schools
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.training.models import Booking, Course, OutcomeOfRun
from inclusion_app.training.states import BookingState
from tests.factories.bookings import BookingFactory
from tests.factories.improvement import action_in, planned_review
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.improvement.conftest import ActorOf, CastOf, SignIn

pytestmark = pytest.mark.usefixtures("database")
HEAD = {Standing.HEAD}


def action_with(course: Course) -> tuple[Review, PlanAction]:
    review = planned_review(actions=0)
    return review, action_in(review, 1, courses=[course])


def complete(booking: Booking) -> None:
    db.session.add(OutcomeOfRun(booking_id=booking.id, outcome="completed", decided_on=clock.today()))
    db.session.commit()


def of(action: PlanAction) -> list[tuple[int, bool, bool]]:
    found = bookings_of_actions([action.id]).get(action.id, ())
    return [(linked.booking_id, linked.is_completed, linked.by_hand) for linked in found]


def test_what_the_school_books_on_a_named_course_belongs_to_the_action_until_it_is_completed(
    cast_of: CastOf, sign_in: SignIn
) -> None:
    run = RunFactory()
    review, action = action_with(run.course)
    school = review.school
    booking = BookingFactory(run=run, school=school, person__name="Kim Vale")
    BookingFactory(run=run)  # another school's
    BookingFactory(school=school)  # on another course
    cancelled = BookingFactory(run=run, school=school)
    cancelled.state = BookingState.CANCELLED
    db.session.commit()

    assert of(action) == [(booking.id, False, False)]
    governor = sign_in(cast_of(review).governor)
    assert "1 booked" in governor.get(f"/reviews/{review.id}/plan").text
    complete(booking)
    assert of(action) == [(booking.id, True, False)]
    page = governor.get(f"/reviews/{review.id}/plan/actions/{action.id}").text
    assert "1 completed" in page
    assert "Kim Vale" not in page


def test_an_earlier_booking_is_linked_by_hand_once_and_only_of_the_own_school(
    cast_of: CastOf, actor_of: ActorOf
) -> None:
    run = RunFactory()
    review, action = action_with(run.course)
    earlier = BookingFactory(run=run, school=review.school, placed_at=clock.now() - timedelta(days=30))
    foreign = BookingFactory(run=run)
    head = actor_of(cast_of(review).head)
    assert of(action) == []
    assert [id_ for id_, *_ in bookings_to_link(action, review.school_id)] == [earlier.id]

    for booking_id in (foreign.id, 999_999):
        with pytest.raises(RuleBroken, match="Choose one of the school"):
            link_booking(head, review.id, action.id, booking_id=booking_id, standings=HEAD, now=clock.now())
    link_booking(head, review.id, action.id, booking_id=earlier.id, standings=HEAD, now=clock.now())
    with pytest.raises(RuleBroken):
        link_booking(head, review.id, action.id, booking_id=earlier.id, standings=HEAD, now=clock.now())

    assert of(action) == [(earlier.id, False, True)]


def test_courses_are_suggested_by_area_those_with_places_first(cast_of: CastOf, actor_of: ActorOf) -> None:
    area = ConceptFactory(scheme="framework-area", code="leading")
    without = CourseFactory(title="A without dates", concepts=[area])
    full_of_places = RunFactory(course=CourseFactory(title="B with dates", concepts=[area])).course
    CourseFactory(title="C of another area")
    draft = CourseFactory(title="D not published", concepts=[area], state="draft")
    review = planned_review(actions=1)
    action = db.session.scalars(select(PlanAction)).one()

    found = courses_for(action.id, "leading", now=clock.now())
    assert [one.course.id for one in found] == [full_of_places.id, without.id]

    head = actor_of(cast_of(review).head)
    with pytest.raises(RuleBroken, match="catalogue"):
        name_courses(head, review.id, action.id, course_ids=[draft.id], standings=HEAD)
    name_courses(head, review.id, action.id, course_ids=[without.id], standings=HEAD)
    assert [one.course.id for one in courses_for(action.id, "leading", now=clock.now()) if one.is_named] == [without.id]


def test_figures_of_follow_through_count_what_is_due_and_take_one_statement(statements: object) -> None:
    run, today = RunFactory(), clock.today()
    review, done = action_with(run.course)
    done.due_on, done.progress = today - timedelta(days=1), Progress.DONE
    action_in(review, 2, due_on=today - timedelta(days=1))
    action_in(review, 3, due_on=today - timedelta(days=1), progress=Progress.REPLACED)
    db.session.commit()
    complete(BookingFactory(run=run, school=review.school))
    planned_review(actions=3)

    with statements() as sent:  # type: ignore[operator]  # the fixture gives a context
        figures = {one.school_id: one for one in follow_through_of_schools(today=today)}

    assert len(sent) == 1
    own = figures[review.school_id]
    assert (own.actions, own.due, own.followed_through, own.late, own.with_completed_course) == (3, 2, 1, 1, 1)
    assert len(figures) == 2
    assert follow_through_of_schools([review.school_id], today=today) == [own]
    assert follow_through_of_schools([], today=today) == []
