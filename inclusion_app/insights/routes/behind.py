"""The schools behind a number, and reminding them."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.insights.board.choices import choices_of
from inclusion_app.insights.board.views import View
from inclusion_app.insights.board.ways import parts_of, way_to
from inclusion_app.insights.chasing.forms import RemindForm
from inclusion_app.insights.chasing.queries import last_sent
from inclusion_app.insights.chasing.services import remind_schools
from inclusion_app.insights.measures import Measure
from inclusion_app.insights.queries import Which, figure, schools_behind
from inclusion_app.insights.routes.lists import addresses_of, measure_or_404, page_of
from inclusion_app.schools.states import PHASE_LABELS

schools_counted = Blueprint("schools_counted", __name__, url_prefix="/team/results/measures/<code>/schools")

PASSED_OVER = "were passed over: written to today, or nobody to write to."


@schools_counted.get("")
@allows(Action.VIEW_RESULTS)
def listed(code: str) -> Response:
    """The schools behind a number: those counted, or the rest."""
    return _page(measure_or_404(code), RemindForm(formdata=None))


@schools_counted.post("")
@allows(Action.CHASE_SCHOOLS)
def remind(code: str) -> Response:
    """Write to the headteachers of those that are chosen."""
    measure, form, actor = measure_or_404(code), RemindForm(), current_actor()
    view, which = View.of(request.args), _which().value

    def act() -> Done:
        done = remind_schools(actor, measure, form.chosen, note=form.note.data or "", now=clock.now())
        people = "1 headteacher is" if done.people == 1 else f"{done.people} headteachers are"
        over = f" {done.passed_over} {PASSED_OVER}" if done.passed_over else ""
        here = f"/team/results/measures/{code}/schools{view.query(which=which)}"
        return Done(here, f"{people} written to, for {done.schools} of the schools.{over}")

    return submit(form, act, lambda: _page(measure, form))


def _which() -> Which:
    return Which.OUT if request.args.get("which") == Which.OUT else Which.IN


def _page(measure: Measure, form: RemindForm) -> Response:
    view, today, which = View.of(request.args), clock.today(), _which()
    rows = schools_behind(measure, view.filters, today=today, which=which)
    found = page_of(parts_of(measure, rows))
    return page(
        "insights/schools.html",
        fragments={"results": "insights/_partials/schools.html"},
        view=view,
        choices=choices_of(view.filters),
        measure=measure,
        total=figure(measure, view.filters, today=today),
        which=which.value,
        found=found,
        sent=last_sent([row.school_id for row, _ in found.items]),
        form=form,
        way_to=way_to(measure),
        phases=PHASE_LABELS,
        address=addresses_of(f"/team/results/measures/{measure.code}/schools", view, which=which.value),
    )
