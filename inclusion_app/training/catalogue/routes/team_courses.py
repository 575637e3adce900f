"""Courses as the team keeps them."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.catalogue import queries, services
from inclusion_app.training.catalogue.forms import CourseForm
from inclusion_app.training.catalogue.queries.providers import all_providers
from inclusion_app.training.catalogue.queries.team import CourseWishes, courses_for_team
from inclusion_app.training.models import Course
from inclusion_app.training.states import CourseState
from inclusion_app.vocabulary.queries import concepts

team_courses = Blueprint("team_courses", __name__, url_prefix="/team/courses")
NEW = "course-new"


@team_courses.get("")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def search() -> Response:
    """All courses, whatever their state, with how many runs each has."""
    wishes = CourseWishes.of(request.args)
    return page(
        "team_courses/search.html",
        fragments={"results": "team_courses/_partials/results.html"},
        courses=courses_for_team(wishes, now=clock.now()),
        wishes=wishes,
        strands=concepts("strand"),
        states=list(CourseState),
        page_address=_page_address,
    )


@team_courses.get("/new")
@allows(Action.EDIT_CATALOGUE)
def new() -> Response:
    """An empty form."""
    form = CourseForm.to_show(providers=all_providers(), courses=queries.all_courses())
    drafts.restore(form, NEW)
    return _form_page(form, None)


@team_courses.post("/new")
@allows(Action.EDIT_CATALOGUE)
def create() -> Response:
    """Make the course that was described."""
    form = CourseForm.to_show(providers=all_providers(), courses=queries.all_courses())

    def act() -> Done:
        course = services.create_course(current_actor(), form.choices, now=clock.now())
        return Done(_address(course.id), f"{course.title} is kept as a draft. Publish it when it is ready.")

    return submit(form, act, lambda: _form_page(form, None), draft=NEW)


@team_courses.get("/<int:course_id>")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def show(course_id: int) -> Response:
    """What is said of a course, and its runs."""
    return _show(course_id, Form())


@team_courses.get("/<int:course_id>/edit")
@allows(Action.EDIT_CATALOGUE)
def edit(course_id: int) -> Response:
    """The form, with what is said of the course now."""
    course = _course(course_id)
    form = _form_of(course)
    form.version.data = str(course.version)
    drafts.restore(form, _draft(course_id))
    return _form_page(form, course)


@team_courses.post("/<int:course_id>/edit")
@allows(Action.EDIT_CATALOGUE)
def save(course_id: int) -> Response:
    """Keep what was changed."""
    course = _course(course_id)
    form = _form_of(course)

    def act() -> Done:
        actor, version = current_actor(), form.edited_version
        saved = services.save_course(actor, course_id, form.choices, version=version, now=clock.now())
        return Done(_address(course_id), f"{saved.title} is saved.")

    return submit(form, act, lambda: _form_page(form, _course(course_id)), draft=_draft(course_id))


@team_courses.post("/<int:course_id>/publish")
@allows(Action.EDIT_CATALOGUE)
def publish(course_id: int) -> Response:
    """Show it to everybody."""
    _course(course_id)
    form = Form()

    def act() -> Done:
        course = services.publish_course(current_actor(), course_id, now=clock.now())
        return Done(_address(course_id), f"{course.title} is published: everybody can see it in the catalogue.")

    return submit(form, act, lambda: _show(course_id, form))


@team_courses.get("/<int:course_id>/archive")
@allows(Action.EDIT_CATALOGUE)
def ask_archive(course_id: int) -> Response:
    """What archiving means, before it is done."""
    return page("team_courses/archive.html", course=_course(course_id), form=Form())


@team_courses.post("/<int:course_id>/archive")
@allows(Action.EDIT_CATALOGUE)
def archive(course_id: int) -> Response:
    """Take it out of the catalogue."""
    _course(course_id)
    form = Form()

    def act() -> Done:
        course = services.archive_course(current_actor(), course_id, now=clock.now())
        return Done(_address(course_id), f"{course.title} is archived. Publish it again to bring it back.")

    return submit(form, act, lambda: page("team_courses/archive.html", course=_course(course_id), form=form))


def _show(course_id: int, form: Form) -> Response:
    course = _course(course_id)
    return page("team_courses/course.html", course=course, runs=queries.runs_of_course(course_id), form=form)


def _form_page(form: CourseForm, course: Course | None) -> Response:
    return page("team_courses/form.html", form=form, course=course)


def _form_of(course: Course) -> CourseForm:
    return CourseForm.to_show(
        providers=all_providers(),
        courses=queries.all_courses(),
        of=queries.choices_of_course(course),
        slug=course.slug,
    )


def _course(course_id: int) -> Course:
    course = queries.course_by_id(course_id)
    if course is None:
        abort(404)
    return course


def _page_address(number: int) -> str:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', number)])}"


def _address(course_id: int) -> str:
    return url_for("team_courses.show", course_id=course_id)


def _draft(course_id: int) -> str:
    return f"course-{course_id}"
