"""Who is on a run: for the inclusion team, and for those who give it."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.forms import JoiningForm
from inclusion_app.training.bookings.queries.bookings import (
    bookings_for_organiser,
    bookings_of_run,
    positions,
    runs_given,
)
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.catalogue.services.joining import save_joining_instructions
from inclusion_app.training.facilitators.queries import facilitators_of, worked_on_by
from inclusion_app.training.models import Booking, Run

provider_runs = Blueprint("provider_runs", __name__, url_prefix="/provider/runs")
run_bookings = Blueprint("run_bookings", __name__, url_prefix="/team/runs")
HEADINGS = ("Name", "E-mail address", "Job title", "School", "State")
NEEDS = ("To provide: access", "To provide: diet")


@provider_runs.get("")
@allows(Action.VIEW_PROVIDER_RUNS)
def listed() -> Response:
    """The runs that the person's providers give, and those on which the person is named."""
    coming, past = runs_given(worked_on_by(current_actor(), Action.VIEW_PROVIDER_RUNS), now=clock.now())
    return page("bookings/provider_runs.html", coming=coming, past=past)


@provider_runs.get("/<int:run_id>")
@allows(Action.VIEW_PROVIDER_RUNS)
def show(run_id: int) -> Response:
    """When it is next, how people join it, who is coming, and what to provide for them."""
    run = _own_run(run_id)
    form = JoiningForm(formdata=None, obj=run)
    form.version.data = str(run.version)
    drafts.restore(form, _draft(run_id))
    return _own_page(run, form)


@provider_runs.post("/<int:run_id>/joining")
@allows(Action.VIEW_PROVIDER_RUNS)
def save_joining(run_id: int) -> Response:
    """Change what people are told about coming."""
    form, actor = JoiningForm(), current_actor()
    enforce(policy.may_work_on_run(actor, Action.WRITE_TO_ATTENDEES, _own_run(run_id)))

    def act() -> Done:
        text = form.joining_instructions.data or ""
        save_joining_instructions(actor, run_id, text, version=form.edited_version, now=clock.now())
        return Done(f"/provider/runs/{run_id}", "The joining instructions have been saved.")

    return submit(form, act, lambda: _own_page(_own_run(run_id), form), draft=_draft(run_id))


@provider_runs.get("/<int:run_id>/people.csv")
@allows(Action.VIEW_PROVIDER_RUNS)
def exported(run_id: int) -> Response:
    """The same list for a spreadsheet, for the day."""
    run = _own_run(run_id)
    rows = ((*_row(booking), *_needs(booking)) for booking in bookings_for_organiser(run_id))
    return csv_download(_file_name(run), (*HEADINGS, *NEEDS), rows)


@run_bookings.get("/<int:run_id>/bookings")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def of_run(run_id: int) -> Response:
    """Who is on the run, for the team."""
    return page(
        "bookings/run_list.html",
        run=_run(run_id),
        bookings=bookings_of_run(run_id),
        positions=positions([run_id]),
        back=f"/team/runs/{run_id}",
        csv=f"/team/runs/{run_id}/bookings.csv",
        needs_shown=False,
        may_open=current_actor().can(Action.CANCEL_ANY_BOOKING),
    )


@run_bookings.get("/<int:run_id>/bookings.csv")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def exported_for_team(run_id: int) -> Response:
    """The same list for a spreadsheet."""
    return csv_download(_file_name(_run(run_id)), HEADINGS, (_row(booking) for booking in bookings_of_run(run_id)))


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    return run


def _own_run(run_id: int) -> Run:
    run = _run(run_id)
    enforce(policy.may_see_list_of_run(current_actor(), run))
    return run


def _own_page(run: Run, form: JoiningForm) -> Response:
    now = clock.now()
    form.draft_key = _draft(run.id)
    return page(
        "bookings/provider_run.html",
        run=run,
        facilitators=facilitators_of(run.id),
        form=form,
        next_session=next((session for session in run.sessions if session.ends_at > now), None),
        bookings=bookings_for_organiser(run.id),
        positions=positions([run.id]),
        back="/provider/runs",
        csv=f"/provider/runs/{run.id}/people.csv",
        needs_shown=True,
        may_open=False,
    )


def _draft(run_id: int) -> str:
    return f"joining-of-run-{run_id}"


def _row(booking: Booking) -> tuple[str, ...]:
    person = booking.person
    who = (person.name, person.email, person.job_title) if person else ("", "", "")
    return (*who, booking.school.name, booking.state)


def _needs(booking: Booking) -> tuple[str, str]:
    return (booking.need.access, booking.need.diet) if booking.need else ("", "")


def _file_name(run: Run) -> str:
    return f"{run.course.slug}-{run.id}-people.csv"
