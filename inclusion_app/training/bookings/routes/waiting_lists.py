"""The waiting list of a run, for the team."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.queries.waiting import waiting_list
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run

waiting_lists = Blueprint("waiting_lists", __name__, url_prefix="/team/runs/<int:run_id>/waiting-list")


@waiting_lists.get("")
@allows(Action.VIEW_CATALOGUE_ADMIN)
def show(run_id: int) -> Response:
    """Who waits, what is offered, who was passed over."""
    return _page(_run(run_id), Form(formdata=None))


@waiting_lists.post("/offer")
@allows(Action.EDIT_CATALOGUE)
def offer(run_id: int) -> Response:
    """Offer what is free now, without waiting for the next look at the list."""
    _run(run_id)
    form = Form()

    def act() -> Done:
        given = fill_freed_places(run_id, now=clock.now())
        said = f"{len(given)} {'place has' if len(given) == 1 else 'places have'} been given to those who are first."
        return Done(
            f"/team/runs/{run_id}/waiting-list",
            said if given else "There is no free place that anybody on the list could have.",
        )

    return submit(form, act, lambda: _page(_run(run_id), form))


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    return run


def _page(run: Run, form: Form) -> Response:
    return page("bookings/waiting_list.html", run=run, found=waiting_list(run.id), form=form, now=clock.now())
