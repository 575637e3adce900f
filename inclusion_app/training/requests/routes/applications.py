"""Applications, for the team: the list, one of them, and the decision."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.formats import when
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run
from inclusion_app.training.requests.forms import ApplicationSearchForm, DecisionForm
from inclusion_app.training.requests.queries.claims import (
    PARTS,
    Shown,
    applications_found,
    claim_by_id,
    numbers_of_applications,
    warnings_for,
)
from inclusion_app.training.requests.services.applications import accept_application, decline_application
from inclusion_app.training.states import BookingState, CameBy

applications = Blueprint("applications", __name__, url_prefix="/team")
HEADINGS = ("Course", "Starts", "Name", "E-mail address", "School", "Applied on", "State", "What they say", "Reason")
DEFAULT = "decide"


@applications.get("/applications")
@allows(Action.DECIDE_APPLICATIONS)
def listed() -> Response:
    """Every application, those to decide first."""
    return _list(None, "/team/applications")


@applications.get("/applications.csv")
@allows(Action.DECIDE_APPLICATIONS)
def exported() -> Response:
    """The same list, as filtered, for a spreadsheet."""
    return _csv(None, f"applications-{_part()}-{clock.today()}.csv")


@applications.get("/runs/<int:run_id>/applications")
@allows(Action.DECIDE_APPLICATIONS)
def of_run(run_id: int) -> Response:
    """Those for one run, beside the places that it has."""
    return _list(_run(run_id), f"/team/runs/{run_id}/applications")


@applications.get("/runs/<int:run_id>/applications.csv")
@allows(Action.DECIDE_APPLICATIONS)
def exported_of_run(run_id: int) -> Response:
    """The same for a spreadsheet."""
    run = _run(run_id)
    return _csv(run, f"{run.course.slug}-{run_id}-applications.csv")


@applications.get("/applications/<int:booking_id>")
@allows(Action.DECIDE_APPLICATIONS)
def show(booking_id: int) -> Response:
    """One application."""
    return _page(_shown(booking_id), DecisionForm(formdata=None))


@applications.post("/applications/<int:booking_id>")
@allows(Action.DECIDE_APPLICATIONS)
def decide(booking_id: int) -> Response:
    """Accept or decline it."""
    form, actor, run_id = DecisionForm(), current_actor(), _shown(booking_id).booking.run_id

    def act() -> Done:
        back = f"/team/runs/{run_id}/applications"
        match form.answer.data:
            case "approve":
                booking = accept_application(actor, booking_id, now=clock.now(), today=clock.today())
                waits = booking.state == BookingState.WAITING
                return Done(back, "Accepted. The run is full, so it waits." if waits else "Accepted, and invited.")
            case "decline":
                decline_application(actor, booking_id, reason=form.reason.data or "", now=clock.now())
                return Done(back, "Declined. The person and whoever supported it have been told why.")
        raise RuleBroken("reason", "Say yes or no")

    return submit(form, act, lambda: _page(_shown(booking_id), form))


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    return run


def _shown(booking_id: int) -> Shown:
    shown = claim_by_id(booking_id)
    if shown is None or shown.booking.came_by != CameBy.APPLICATION:
        abort(404)
    return shown


def _part() -> str:
    wanted = request.args.get("state", DEFAULT)
    return wanted if wanted in PARTS else DEFAULT


def _list(run: Run | None, address: str) -> Response:
    form, part, run_id = ApplicationSearchForm(request.args), _part(), run.id if run else None
    words = form.words.data or ""
    query = applications_found(part=part, words=words, run_id=run_id)
    return page(
        "requests/applications.html",
        fragments={"results": "requests/_partials/applications_found.html"},
        run=run,
        form=form,
        address=address,
        part=part,
        parts=PARTS,
        numbers=numbers_of_applications(run_id),
        found=paginate(query, request.args.get("page", 1, int)),
        asked={"state": part, "words": words},
    )


def _csv(run: Run | None, name: str) -> Response:
    query = applications_found(part=_part(), words=request.args.get("words", ""), run_id=run.id if run else None)
    rows = (
        (
            booking.run.course.title,
            when(booking.run.starts_at),
            booking.person.name if booking.person else "",
            booking.person.email if booking.person else "",
            booking.school.name,
            when(said.asked_at),
            booking.state,
            said.statement,
            said.reason,
        )
        for booking, said in db.session.execute(query)
    )
    return csv_download(name, HEADINGS, rows)


def _page(shown: Shown, form: DecisionForm) -> Response:
    booking = shown.booking
    open_ = booking.state == BookingState.APPROVED and booking.run.starts_at > clock.now()
    return page(
        "requests/decide.html",
        booking=booking,
        said=shown.said,
        form=form,
        action=f"/team/applications/{booking.id}",
        back_to=f"/team/runs/{booking.run_id}/applications",
        may_approve=open_,
        may_decline=open_,
        warnings=warnings_for(booking, now=clock.now(), today=clock.today()) if open_ else [],
        yes="Accept",
    )
