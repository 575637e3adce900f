"""One action with what helps it on: training, offers, and the bookings that go with it."""

from flask import Blueprint, Response, abort, current_app

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.forms.plans import CoursesForm, LinkForm
from inclusion_app.improvement.policy import LINKS_BOOKINGS, LINKS_SUPPORT, OWNS_PLAN, may_link, may_write
from inclusion_app.improvement.queries.bookings import bookings_to_link
from inclusion_app.improvement.queries.courses import courses_for
from inclusion_app.improvement.queries.plans import Plan, PlanLine, plan_without_workshop, versions_of
from inclusion_app.improvement.services.support import link_booking, name_courses
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.visibility import Paper

action_support = Blueprint("action_support", __name__, url_prefix="/reviews/<int:review_id>/plan/actions")


@action_support.get("/<int:action_id>")
@allows(*ANY_SIDE)
def show(review_id: int, action_id: int) -> Response:
    """The action, what it said before, and what helps it on."""
    seen = review_for(review_id, Paper.PLAN)
    return _page(seen, action_id)


@action_support.post("/<int:action_id>/courses")
@allows(*ANY_SIDE)
def name(review_id: int, action_id: int) -> Response:
    """Name the courses that go with it."""
    seen, actor = review_as(review_id, *LINKS_SUPPORT), current_actor()
    line = _line(plan_without_workshop(seen.review), action_id)
    form = CoursesForm.to_show(courses_for(action_id, line.action.area, now=clock.now()))

    def act() -> Done:
        name_courses(actor, review_id, action_id, course_ids=form.course_ids, standings=seen.standings)
        return Done(_address(review_id, action_id), "Saved. What the school books on these courses shows in the plan.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.PLAN), action_id, courses=form))


@action_support.post("/<int:action_id>/bookings")
@allows(*ANY_SIDE)
def link(review_id: int, action_id: int) -> Response:
    """Link a booking that was made before, or on another course."""
    seen, actor = review_as(review_id, *LINKS_BOOKINGS), current_actor()
    line = _line(plan_without_workshop(seen.review), action_id)
    form = LinkForm.to_show(bookings_to_link(line.action, seen.review.school_id))

    def act() -> Done:
        link_booking(actor, review_id, action_id, booking_id=form.booking_id, standings=seen.standings, now=clock.now())
        return Done(_address(review_id, action_id), "The booking is linked to this action.")

    return submit(form, act, lambda: _page(review_for(review_id, Paper.PLAN), action_id, linking=form))


def _line(plan: Plan, action_id: int) -> PlanLine:
    line = plan.line_of(action_id)
    if line is None:
        abort(404)
    return line


def _page(
    seen: SeenReview, action_id: int, *, courses: CoursesForm | None = None, linking: LinkForm | None = None
) -> Response:
    review, actor = seen.review, current_actor()
    plan = plan_without_workshop(review)
    line = _line(plan, action_id)
    suggested = courses_for(action_id, line.action.area, now=clock.now())
    names_people = review.school_id in actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS)
    links = may_link(seen) and seen.is_any_of(*LINKS_BOOKINGS)
    others = bookings_to_link(line.action, review.school_id) if links and names_people else []
    return page(
        "improvement/action.html",
        review=review,
        plan=plan,
        line=line,
        suggested=suggested,
        offers=current_app.extensions["offer_source"]({line.action.area} - {""}, review.school),
        versions=versions_of(action_id),
        courses=courses or CoursesForm.to_show(suggested, formdata=None),
        linking=(linking or LinkForm.to_show(others, formdata=None)) if others else None,
        form=courses or linking,
        names_people=names_people,
        may_book=review.school_id in actor.schools_with(Action.BOOK_TRAINING),
        may_link=may_link(seen),
        may_write=may_write(seen),
        may_mark=seen.is_any_of(*OWNS_PLAN) and plan.is_published,
        today=clock.today(),
    )


def _address(review_id: int, action_id: int) -> str:
    return f"/reviews/{review_id}/plan/actions/{action_id}"
