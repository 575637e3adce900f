"""Who facilitates a run: named and taken off by its provider, and by the team."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.routes.own_runs import run_for
from inclusion_app.training.facilitators.forms import FacilitatorForm
from inclusion_app.training.facilitators.queries import facilitators_of, facilitators_to_tell, people_to_choose
from inclusion_app.training.facilitators.services import name_facilitator, take_facilitator_off
from inclusion_app.training.models import Run

facilitators = Blueprint("facilitators", __name__, url_prefix="/runs/<int:run_id>/facilitators")


@facilitators.get("")
@allows(Action.NAME_FACILITATORS)
def listed(run_id: int) -> Response:
    """Who is named, and a form for one more."""
    return _page(run_for(run_id, Action.NAME_FACILITATORS), FacilitatorForm(formdata=None))


@facilitators.post("")
@allows(Action.NAME_FACILITATORS)
def name(run_id: int) -> Response:
    """Name somebody."""
    run_for(run_id, Action.NAME_FACILITATORS)
    form, actor = FacilitatorForm(), current_actor()

    def act() -> Done:
        person = name_facilitator(
            actor, run_id, chosen_id=form.chosen_id, entry=form.entry, now=clock.now(), today=clock.today()
        )
        return Done(f"/runs/{run_id}/facilitators", f"{person.name} facilitates this run, and has been told.")

    return submit(form, act, lambda: _page(run_for(run_id, Action.NAME_FACILITATORS), form))


@facilitators.post("/<int:person_id>/remove")
@allows(Action.NAME_FACILITATORS)
def take_off(run_id: int, person_id: int) -> Response:
    """They no longer do."""
    run = run_for(run_id, Action.NAME_FACILITATORS)
    earlier = sent_already()  # whom the first sending took off is not there for the second
    if earlier is not None:
        return earlier
    named = {person.id: person.name for person in facilitators_of(run_id)}
    if person_id not in named:
        abort(404)
    form, actor = Form(), current_actor()

    def act() -> Done:
        take_facilitator_off(actor, run_id, person_id, today=clock.today())
        return Done(f"/runs/{run_id}/facilitators", f"{named[person_id]} no longer facilitates this run.")

    return submit(form, act, lambda: _page(run, FacilitatorForm(formdata=None)))


def _page(run: Run, form: FacilitatorForm) -> Response:
    named = facilitators_of(run.id)
    form.offer(people_to_choose(run.provider_id, but=[person.id for person in named]))
    return page(
        "facilitators/list.html",
        run=run,
        form=form,
        named=named,
        who_count={person.id for person in facilitators_to_tell(run.id)},
    )
