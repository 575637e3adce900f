"""Who is on a run: for the inclusion team, and for the provider that gives it."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.queries.bookings import bookings_of_run, positions, runs_of_providers
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run

provider_runs = Blueprint("provider_runs", __name__, url_prefix="/provider/runs")
run_bookings = Blueprint("run_bookings", __name__, url_prefix="/team/runs")
HEADINGS = ("Name", "E-mail address", "Job title", "School", "State", "To provide: access", "To provide: diet")


@provider_runs.get("")
@allows(Action.VIEW_PROVIDER_RUNS)
def listed() -> Response:
    """The runs that the person's providers give."""
    coming, past = runs_of_providers(current_actor().providers_with(Action.VIEW_PROVIDER_RUNS), now=clock.now())
    return page("bookings/provider_runs.html", coming=coming, past=past)


@provider_runs.get("/<int:run_id>")
@allows(Action.VIEW_PROVIDER_RUNS)
def show(run_id: int) -> Response:
    """Who is coming, and what to provide for them."""
    run = _own_run(run_id)
    return _page(run, back="/provider/runs", csv=f"/provider/runs/{run_id}/people.csv")


@provider_runs.get("/<int:run_id>/people.csv")
@allows(Action.VIEW_PROVIDER_RUNS)
def exported(run_id: int) -> Response:
    """The same list for a spreadsheet."""
    return _export(_own_run(run_id))


@run_bookings.get("/<int:run_id>/bookings")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def of_run(run_id: int) -> Response:
    """Who is on the run, for the team."""
    return _page(_run(run_id), back=f"/team/runs/{run_id}", csv=f"/team/runs/{run_id}/bookings.csv")


@run_bookings.get("/<int:run_id>/bookings.csv")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def exported_for_team(run_id: int) -> Response:
    """The same list for a spreadsheet."""
    return _export(_run(run_id))


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    return run


def _own_run(run_id: int) -> Run:
    run = _run(run_id)
    enforce(policy.may_see_list_of_run(current_actor(), run))
    return run


def _page(run: Run, *, back: str, csv: str) -> Response:
    return page(
        "bookings/run_list.html",
        run=run,
        bookings=bookings_of_run(run.id),
        positions=positions([run.id]),
        back=back,
        csv=csv,
        may_open=current_actor().can(Action.CANCEL_ANY_BOOKING),
    )


def _export(run: Run) -> Response:
    rows = [
        (
            booking.person.name if booking.person else "",
            booking.person.email if booking.person else "",
            booking.person.job_title if booking.person else "",
            booking.school.name,
            booking.state,
            booking.need.access if booking.need else "",
            booking.need.diet if booking.need else "",
        )
        for booking in bookings_of_run(run.id)
    ]
    return csv_download(f"{run.course.slug}-{run.id}-people.csv", HEADINGS, rows)
