"""On the day: the code for self check-in, and people who are not on the list."""

import io

import segno
from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.routes.own_runs import run_for
from inclusion_app.training.models import Run, Session
from inclusion_app.training.registers.forms import WalkInForm
from inclusion_app.training.registers.queries import schools_to_choose
from inclusion_app.training.registers.routes.taking import session_of
from inclusion_app.training.registers.services.check_in import open_check_in
from inclusion_app.training.registers.services.walk_ins import admit_walk_in

on_the_day = Blueprint("on_the_day", __name__, url_prefix="/runs/<int:run_id>/register/<int:session_id>")


@on_the_day.get("/check-in")
@allows(Action.KEEP_REGISTER)
def show_code(run_id: int, session_id: int) -> Response:
    """The code, large enough for the room."""
    run, session = _both(run_id, session_id)
    return _code_page(run, session, Form(formdata=None))


@on_the_day.post("/check-in")
@allows(Action.KEEP_REGISTER)
def new_code(run_id: int, session_id: int) -> Response:
    """A code, or a new one."""
    _both(run_id, session_id)
    form = Form()

    def act() -> Done:
        open_check_in(current_actor(), run_id, session_id, now=clock.now())
        return Done(f"/runs/{run_id}/register/{session_id}/check-in", "People can check themselves in with this code.")

    return submit(form, act, lambda: _code_page(*_both(run_id, session_id), form))


@on_the_day.get("/check-in.svg")
@allows(Action.KEEP_REGISTER)
def picture(run_id: int, session_id: int) -> Response:
    """The same as a picture that a phone reads: it leads to the page with the code filled in."""
    _, session = _both(run_id, session_id)
    if session.check_in_code is None:
        abort(404)
    drawn = io.BytesIO()
    address = full_address(f"/check-in?code={session.check_in_code}")
    segno.make(address, error="m").save(
        drawn, kind="svg", scale=8, border=4, xmldecl=False, svgclass=None, lineclass=None
    )
    return Response(drawn.getvalue(), content_type="image/svg+xml")


@on_the_day.get("/walk-in")
@allows(Action.KEEP_REGISTER)
def ask_walk_in(run_id: int, session_id: int) -> Response:
    """Who has come?"""
    return _walk_in_page(*_both(run_id, session_id), WalkInForm(formdata=None))


@on_the_day.post("/walk-in")
@allows(Action.KEEP_REGISTER)
def walk_in(run_id: int, session_id: int) -> Response:
    """Give them a place and mark them present."""
    _both(run_id, session_id)
    form = WalkInForm()

    def act() -> Done:
        said = form.walk_in
        admit_walk_in(current_actor(), run_id, session_id, walk_in=said, now=clock.now(), today=clock.today())
        return Done(f"/runs/{run_id}/register/{session_id}", f"{said.who.name} is on the list, and marked present.")

    return submit(form, act, lambda: _walk_in_page(*_both(run_id, session_id), form))


def _both(run_id: int, session_id: int) -> tuple[Run, Session]:
    run = run_for(run_id, Action.KEEP_REGISTER)
    return run, session_of(run, session_id)


def _code_page(run: Run, session: Session, form: Form) -> Response:
    return page("registers/code.html", run=run, session=session, form=form, address=full_address("/check-in"))


def _walk_in_page(run: Run, session: Session, form: WalkInForm) -> Response:
    form.offer(*schools_to_choose(run.id))
    return page("registers/walk_in.html", run=run, session=session, form=form)
