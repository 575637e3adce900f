"""Interest in a course: said and withdrawn by anybody, seen by the team."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.training.catalogue import policy as catalogue_policy
from inclusion_app.training.catalogue import queries
from inclusion_app.training.models import Course
from inclusion_app.training.requests.forms import InterestForm, WithdrawForm
from inclusion_app.training.requests.queries.interest import interest_in_course, own_interest
from inclusion_app.training.requests.services.interest import say_interested, withdraw_interest

interested = Blueprint("interested", __name__, url_prefix="/catalogue/<slug>/interest")
course_interest = Blueprint("course_interest", __name__, url_prefix="/team/courses/<int:course_id>")
HEADINGS = ("Name", "School", "E-mail address")


@interested.get("")
@allows(Action.ASK_FOR_PLACE)
def show(slug: str) -> Response:
    """Does the person want to be told of dates?"""
    return _page(_course(slug), InterestForm(formdata=None))


@interested.post("")
@allows(Action.ASK_FOR_PLACE)
def say(slug: str) -> Response:
    """Yes."""
    course, form, actor = _course(slug), InterestForm(), current_actor()
    course_id, school_id = course.id, min(actor.school_ids, default=None)

    def act() -> Done:
        say_interested(actor, course_id, school_id=school_id, note=form.note.data or "", now=clock.now())
        return Done(f"/catalogue/{slug}", "We will write to you when there are dates.")

    return submit(form, act, lambda: _page(_course(slug), form))


@interested.post("/withdraw")
@allows(Action.ASK_FOR_PLACE)
def withdraw(slug: str) -> Response:
    """Not any more."""
    course, form, actor = _course(slug), WithdrawForm(), current_actor()
    course_id = course.id

    def act() -> Done:
        withdraw_interest(actor, course_id, now=clock.now())
        return Done(f"/catalogue/{slug}", "We will not write to you about dates of this course.")

    return submit(form, act, lambda: _page(_course(slug), InterestForm(formdata=None)))


@course_interest.get("/interest")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def listed(course_id: int) -> Response:
    """Who waits for dates of a course."""
    found = paginate(interest_in_course(course_id), request.args.get("page", 1, int))
    return page("requests/interested.html", course=_course_by_id(course_id), found=found)


@course_interest.get("/interest.csv")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def exported(course_id: int) -> Response:
    """The same for a spreadsheet."""
    course = _course_by_id(course_id)
    rows = ((one.person.name, one.school.name if one.school else "", one.person.email)
            for one in db.session.scalars(interest_in_course(course_id)))  # fmt: skip
    return csv_download(f"{course.slug}-interest.csv", HEADINGS, rows)


def _course(slug: str) -> Course:
    course = queries.course_by_slug(slug)
    if course is None:
        abort(404)
    enforce(catalogue_policy.may_see_course(current_actor(), course))
    return course


def _course_by_id(course_id: int) -> Course:
    course = db.session.get(Course, course_id)
    if course is None:
        abort(404)
    return course


def _page(course: Course, form: InterestForm) -> Response:
    mine = own_interest(current_actor().person_id or 0, course.id)
    return page("requests/interest.html", course=course, form=form, mine=mine)
