"""Runs as the team keeps them."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.queries.runs import booked_on_run, unanswered_since_moved
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.catalogue import queries, services
from inclusion_app.training.catalogue.forms import CancelRunForm, RunForm
from inclusion_app.training.catalogue.queries.providers import all_providers
from inclusion_app.training.catalogue.rules import places_of
from inclusion_app.training.models import Course, Run

team_runs = Blueprint("team_runs", __name__, url_prefix="/team")
USUAL_PLACES = 20


@team_runs.get("/courses/<int:course_id>/runs/new")
@allows(Action.EDIT_CATALOGUE)
def new(course_id: int) -> Response:
    """An empty form, with what the course says of its runs."""
    course = _course(course_id)
    form = _new_form(course)
    drafts.restore(form, _new_draft(course_id))
    return _form_page(form, course, None)


@team_runs.post("/courses/<int:course_id>/runs/new")
@allows(Action.EDIT_CATALOGUE)
def create(course_id: int) -> Response:
    """Make the run that was described, or add and remove a row of its sessions."""
    course = _course(course_id)
    form = _new_form(course)
    if _changes_rows(form):
        return _form_page(form, course, None)

    def act() -> Done:
        run = services.create_run(current_actor(), course_id, form.choices, now=clock.now())
        return Done(_address(run.id), "The run is kept as a draft. Open it when schools can book.")

    return submit(form, act, lambda: _form_page(form, _course(course_id), None), draft=_new_draft(course_id))


@team_runs.get("/runs/<int:run_id>")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def show(run_id: int) -> Response:
    """What is said of a run, and what can be done with it."""
    return _show(run_id, Form())


@team_runs.get("/runs/<int:run_id>/edit")
@allows(Action.EDIT_CATALOGUE)
def edit(run_id: int) -> Response:
    """The form, with what is said of the run now."""
    run = _run(run_id)
    form = _form_of(run)
    form.version.data = str(run.version)
    drafts.restore(form, _draft(run_id))
    return _form_page(form, run.course, run)


@team_runs.post("/runs/<int:run_id>/edit")
@allows(Action.EDIT_CATALOGUE)
def save(run_id: int) -> Response:
    """Keep what was changed, or add and remove a row of the sessions."""
    run = _run(run_id)
    form = _form_of(run)
    if _changes_rows(form):
        return _form_page(form, run.course, run)

    def act() -> Done:
        actor, version = current_actor(), form.edited_version
        services.save_run(
            actor, run_id, form.choices, version=version, now=clock.now(), when_over=form.when_over.data or ""
        )
        fill_freed_places(run_id, now=clock.now())  # more places: whoever waits gets them first
        return Done(_address(run_id), "The run is saved.")

    def again() -> Response:
        fresh = _run(run_id)
        return _form_page(form, fresh.course, fresh)

    return submit(form, act, again, draft=_draft(run_id))


@team_runs.post("/runs/<int:run_id>/open")
@allows(Action.EDIT_CATALOGUE)
def open_booking(run_id: int) -> Response:
    """Let schools book."""
    _run(run_id)
    form = Form()

    def act() -> Done:
        services.open_run(current_actor(), run_id, now=clock.now())
        return Done(_address(run_id), "The run is open. Schools can book from the moment that booking opens.")

    return submit(form, act, lambda: _show(run_id, form))


@team_runs.post("/runs/<int:run_id>/close")
@allows(Action.EDIT_CATALOGUE)
def close_booking(run_id: int) -> Response:
    """Take no more bookings."""
    _run(run_id)
    form = Form()

    def act() -> Done:
        services.close_run(current_actor(), run_id, now=clock.now())
        return Done(_address(run_id), "The run is closed to booking. Bookings that were made stay.")

    return submit(form, act, lambda: _show(run_id, form))


@team_runs.get("/runs/<int:run_id>/cancel")
@allows(Action.EDIT_CATALOGUE)
def ask_cancel(run_id: int) -> Response:
    """What cancelling means, before it is done."""
    return _cancel_page(run_id, CancelRunForm())


@team_runs.post("/runs/<int:run_id>/cancel")
@allows(Action.EDIT_CATALOGUE)
def cancel(run_id: int) -> Response:
    """Cancel a run with everybody on it."""
    _run(run_id)
    form, told = CancelRunForm(), booked_on_run(run_id)

    def act() -> Done:
        services.cancel_run(current_actor(), run_id, reason=form.reason.data or "", now=clock.now())
        return Done(
            _address(run_id), "The run is cancelled, and everybody on it is told." if told else "The run is cancelled."
        )

    return submit(form, act, lambda: _cancel_page(run_id, form))


def _changes_rows(form: RunForm) -> bool:
    """True when a row of the sessions was to be added or removed; nothing else is done then."""
    number = request.form.get("remove_session", "")
    if "add_session" in request.form:
        form.add_session()
        return True
    if number.isascii() and number.isdecimal() and len(number) < 4:
        form.remove_session(int(number))
        return True
    return False


def _show(run_id: int, form: Form) -> Response:
    run = _run(run_id)
    return page(
        "team_courses/run.html",
        run=run,
        places=places_of(run, now=clock.now()),
        form=form,
        unanswered=unanswered_since_moved(run_id),
    )


def _cancel_page(run_id: int, form: CancelRunForm) -> Response:
    return page("team_courses/cancel_run.html", run=_run(run_id), booked=booked_on_run(run_id), form=form)


def _form_page(form: RunForm, course: Course, run: Run | None) -> Response:
    return page("team_courses/run_form.html", form=form, course=course, run=run)


def _new_form(course: Course) -> RunForm:
    return RunForm.to_show(providers=all_providers(), **_usual(course))


def _usual(course: Course) -> dict[str, Any]:
    """What most runs of the course begin with."""
    morning = clock.london(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0, tzinfo=None)
    return {
        "provider": course.provider.code,
        "delivery": course.delivery,
        "capacity": USUAL_PLACES,
        "minimum": 0,
        "places_per_school": course.places_per_school,
        "opens_at": morning + timedelta(days=1),
    }


def _form_of(run: Run) -> RunForm:
    return RunForm.to_show(providers=all_providers(), of=queries.choices_of_run(run))


def _course(course_id: int) -> Course:
    course = queries.course_by_id(course_id)
    if course is None:
        abort(404)
    return course


def _run(run_id: int) -> Run:
    run = queries.run_by_id(run_id)
    if run is None:
        abort(404)
    return run


def _address(run_id: int) -> str:
    return url_for("team_runs.show", run_id=run_id)


def _draft(run_id: int) -> str:
    return f"run-{run_id}"


def _new_draft(course_id: int) -> str:
    return f"run-new-{course_id}"
