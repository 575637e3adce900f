"""Cycles, for the team: list, one of them with its measures, made, changed, copied, moved on."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.frameworks.queries import published_frameworks
from inclusion_app.reviews.cycles.rounds.forms import Button, CycleForm
from inclusion_app.reviews.cycles.rounds.queries import choices_of, numbers_by_state, team_people
from inclusion_app.reviews.cycles.rounds.queries import cycles as every_cycle
from inclusion_app.reviews.cycles.rounds.queries.answers import numbers_of_answers
from inclusion_app.reviews.cycles.rounds.queries.progress import measures_of
from inclusion_app.reviews.cycles.rounds.rules import CYCLE_MOVES, a_year_later, is_open, move_by, moves_from
from inclusion_app.reviews.cycles.rounds.services.cycles import change_cycle, create_cycle, move_cycle
from inclusion_app.reviews.cycles.routes.opening import cycle_at
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import CycleState, Mode, Preset

cycles = Blueprint("review_cycles", __name__, url_prefix="/team/cycles")
LIST = "/team/cycles"


@cycles.get("")
@allows(Action.VIEW_REVIEWS)
def listed() -> Response:
    """Every cycle, the newest first."""
    return page("review_cycles/list.html", cycles=every_cycle(), numbers=numbers_by_state(), state=CycleState)


@cycles.get("/new")
@allows(Action.RUN_REVIEWS)
def new() -> Response:
    """A blank cycle."""
    return _form(_offered(CycleForm(formdata=None), None), None, action=f"{LIST}/new")


@cycles.post("/new")
@allows(Action.RUN_REVIEWS)
def create() -> Response:
    """Make it."""
    form, actor = _offered(CycleForm(), None), current_actor()

    def act() -> Done:
        cycle = create_cycle(actor, form.choices(None), now=clock.now())
        return Done(f"{LIST}/{cycle.id}", "The cycle is there as a draft. Next, choose the schools to invite.")

    return submit(form, act, lambda: _form(form, None, action=f"{LIST}/new"))


@cycles.get("/<int:cycle_id>/copy")
@allows(Action.RUN_REVIEWS)
def copy(cycle_id: int) -> Response:
    """The same for the next year, to check before it is made."""
    cycle = cycle_at(cycle_id)
    form = _offered(CycleForm(formdata=None), None)
    form.show(a_year_later(choices_of(cycle)))
    return _form(form, None, action=f"{LIST}/{cycle_id}/copy", copied=cycle)


@cycles.post("/<int:cycle_id>/copy")
@allows(Action.RUN_REVIEWS)
def make_copy(cycle_id: int) -> Response:
    """Make it."""
    copied, form, actor = cycle_at(cycle_id), _offered(CycleForm(), None), current_actor()

    def act() -> Done:
        cycle = create_cycle(actor, form.choices(None), now=clock.now(), copied_from_id=cycle_id)
        return Done(f"{LIST}/{cycle.id}", "Copied as a draft. Next, choose the schools to invite.")

    return submit(form, act, lambda: _form(form, None, action=f"{LIST}/{cycle_id}/copy", copied=copied))


@cycles.get("/<int:cycle_id>")
@allows(Action.VIEW_REVIEWS)
def show(cycle_id: int) -> Response:
    """What it is set to, how schools have answered, and how far its reviews are."""
    return _page(cycle_at(cycle_id), Button(formdata=None))


@cycles.get("/<int:cycle_id>/edit")
@allows(Action.RUN_REVIEWS)
def edit(cycle_id: int) -> Response:
    """What it is set to, to change."""
    cycle = cycle_at(cycle_id)
    form = _offered(CycleForm(formdata=None), cycle)
    if "name" not in form:
        abort(404)  # closed cycles stay as they are
    form.show(choices_of(cycle))
    form.version.data = str(cycle.version)
    return _form(form, cycle, action=f"{LIST}/{cycle_id}/edit")


@cycles.post("/<int:cycle_id>/edit")
@allows(Action.RUN_REVIEWS)
def save(cycle_id: int) -> Response:
    """Save it; where schools have to agree anew, they are asked."""
    cycle, actor = cycle_at(cycle_id), current_actor()
    before, form = choices_of(cycle), _offered(CycleForm(), cycle)

    def act() -> Done:
        newest = "newest" if "newest_agreement" in form and form.newest_agreement.data else "keep"
        asked = change_cycle(
            actor, cycle_id, form.choices(before), version=form.edited_version, agreement=newest, now=clock.now()
        )
        schools = "1 school has" if asked == 1 else f"{asked} schools have"
        again = f" {schools} to agree anew; the heads have been written to." if asked else ""
        return Done(f"{LIST}/{cycle_id}", f"Saved.{again}")

    return submit(form, act, lambda: _form(form, cycle, action=f"{LIST}/{cycle_id}/edit"))


@cycles.post("/<int:cycle_id>/move/<act>")
@allows(Action.RUN_REVIEWS)
def move(cycle_id: int, act: str) -> Response:
    """Take it from one state to the next."""
    cycle, form, actor = cycle_at(cycle_id), Button(), current_actor()
    if act not in {known.act for known in CYCLE_MOVES}:
        abort(404)

    def moved() -> Done:
        move_cycle(actor, cycle_id, act, version=form.edited_version)
        return Done(f"{LIST}/{cycle_id}", f"The cycle is now {move_by(act).after}.")

    return submit(form, moved, lambda: _page(cycle, form))


def _offered(form: CycleForm, cycle: ReviewCycle | None) -> CycleForm:
    form.offer(published_frameworks(), team_people(), cycle)
    return form


def _form(form: CycleForm, cycle: ReviewCycle | None, *, action: str, copied: ReviewCycle | None = None) -> Response:
    return page("review_cycles/form.html", form=form, cycle=cycle, action=action, copied=copied)


def _page(cycle: ReviewCycle, form: Button) -> Response:
    if not form.is_submitted():
        form.version.data = str(cycle.version)
    officers = {person.id: person.name for person in team_people()}
    return page(
        "review_cycles/show.html",
        cycle=cycle,
        form=form,
        moves=moves_from(cycle.state),
        numbers=numbers_of_answers(cycle.id),
        measures=measures_of(cycle, today=clock.today()),
        officers=[officers.get(officer.person_id, "somebody who has left") for officer in cycle.officers],
        preset=Preset(cycle.preset),
        mode=Mode(cycle.mode),
        state=CycleState(cycle.state),
        may_edit=is_open("name", cycle.state),
    )
