"""The run in the address, for whoever gives it and for the team."""

from flask import abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.training.bookings.policy import may_work_on_run
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run


def run_for(run_id: int, action: Action) -> Run:
    """The run with course, provider and sessions, or the refusal that its address answers with."""
    run = run_by_id(run_id)
    if run is None:
        abort(404)
    enforce(may_work_on_run(current_actor(), action, run))
    return run
