"""A run copied to another date."""

from flask import Blueprint, Response, abort, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation.pages import page
from inclusion_app.training.catalogue import queries
from inclusion_app.training.catalogue.forms import RunForm
from inclusion_app.training.catalogue.queries.providers import all_providers
from inclusion_app.training.planning.forms import CopyForm
from inclusion_app.training.planning.rules.shifting import shifted

run_copies = Blueprint("run_copies", __name__, url_prefix="/team")
UNPROCESSABLE = 422


@run_copies.get("/runs/<int:run_id>/duplicate")
@allows(Action.EDIT_CATALOGUE)
def duplicate(run_id: int) -> Response:
    """Ask for the new first date; with it, the form of a run, filled like the run that is copied.

    The form goes to where runs are made, so that a copy is checked and saved like any other run.
    """
    run = queries.run_by_id(run_id)
    if run is None:
        abort(404)
    form = CopyForm(request.args)
    if "first" not in request.args:
        return page("planning/duplicate.html", run=run, form=form)
    if not form.validate() or form.first.data is None:
        return page("planning/duplicate.html", run=run, form=form, status=UNPROCESSABLE)
    choices = shifted(queries.choices_of_run(run), to=form.first.data)
    return page(
        "team_courses/run_form.html",
        form=RunForm.to_show(providers=all_providers(), of=choices),
        course=run.course,
        run=None,
        action=url_for("team_runs.create", course_id=run.course_id),
    )
