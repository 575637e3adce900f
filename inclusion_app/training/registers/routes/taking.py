"""Registers: on a phone, without scripts, and on paper."""

from flask import Blueprint, Response, abort, jsonify, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import UNPROCESSABLE, Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.policy import works_on_run
from inclusion_app.training.bookings.routes.own_runs import run_for
from inclusion_app.training.models import Run, Session
from inclusion_app.training.registers.forms import CloseForm, MarkForm, RegisterForm, marks_sent
from inclusion_app.training.registers.queries import lines_of, mark_of, number_marked, number_of_outcomes, number_placed
from inclusion_app.training.registers.rules import too_early
from inclusion_app.training.registers.services.closing import close_register
from inclusion_app.training.registers.services.locking import register_is_locked
from inclusion_app.training.registers.services.marking import mark_attendance, mark_session
from inclusion_app.training.states import Mark

registers = Blueprint("registers", __name__, url_prefix="/runs/<int:run_id>/register")
BLANK_LINES = 12


@registers.get("")
@allows(Action.KEEP_REGISTER)
def show(run_id: int) -> Response:
    """The sessions, how far each is marked, and what came of the run."""
    return _overview(run_for(run_id, Action.KEEP_REGISTER), CloseForm(formdata=None))


@registers.post("/close")
@allows(Action.KEEP_REGISTER)
def close(run_id: int) -> Response:
    """Attendance is complete."""
    run_for(run_id, Action.KEEP_REGISTER)
    form = CloseForm()

    def act() -> Done:
        close_register(current_actor(), run_id, rest="absent" if form.rest.data else "", now=clock.now())
        return Done(f"/runs/{run_id}/register", "The register is closed, and outcomes are decided.")

    return submit(form, act, lambda: _overview(run_for(run_id, Action.KEEP_REGISTER), form))


@registers.get("/<int:session_id>")
@allows(Action.KEEP_REGISTER)
def take(run_id: int, session_id: int) -> Response:
    """Who is here?"""
    run = run_for(run_id, Action.KEEP_REGISTER)
    return _register(run, session_of(run, session_id), RegisterForm(formdata=None))


@registers.post("/<int:session_id>")
@allows(Action.KEEP_REGISTER)
def save(run_id: int, session_id: int) -> Response:
    """Keep the whole page."""
    run, form = run_for(run_id, Action.KEEP_REGISTER), RegisterForm()
    session_of(run, session_id)
    marks = marks_sent(request.form, [line.booking.id for line in lines_of(run_id, session_id)])

    def act() -> Done:
        reason = form.reason.data or ""
        rest = Mark.PRESENT if form.rest.data else ""
        changed = mark_session(
            current_actor(), run_id, session_id, marks=marks, rest=rest, now=clock.now(), reason=reason
        )
        marks_have = "mark has" if changed == 1 else "marks have"
        said = f"{changed} {marks_have} changed." if changed else "Nothing has changed."
        return Done(f"/runs/{run_id}/register/{session_id}", said)

    def again() -> Response:
        fresh = run_for(run_id, Action.KEEP_REGISTER)
        return _register(fresh, session_of(fresh, session_id), form)

    return submit(form, act, again)


@registers.post("/<int:session_id>/marks/<int:booking_id>")
@allows(Action.KEEP_REGISTER)
def tick(run_id: int, session_id: int, booking_id: int) -> tuple[Response, int]:
    """One mark, while the page goes on. The answer is small: what stands now, or the problem."""
    run = run_for(run_id, Action.KEEP_REGISTER)
    session_of(run, session_id)
    form, now = MarkForm(), clock.now()
    said = form.said(now)
    try:
        mark_attendance(current_actor(), run_id, session_id, booking_id=booking_id, said=said, now=now)
    except RuleBroken as refused:
        return jsonify(problem=refused.problems[0][1], **_stands(session_id, booking_id)), UNPROCESSABLE
    except LookupError:
        abort(404)
    marked = number_marked(run_id).get(session_id, 0)
    return jsonify(marked=marked, **_stands(session_id, booking_id)), 200


@registers.get("/<int:session_id>/print")
@allows(Action.KEEP_REGISTER)
def on_paper(run_id: int, session_id: int) -> Response:
    """A list to sign, with room for those who are not on it."""
    run = run_for(run_id, Action.KEEP_REGISTER)
    session = session_of(run, session_id)
    return page(
        "registers/print.html", run=run, session=session, lines=lines_of(run_id, session_id), blank=range(BLANK_LINES)
    )


def session_of(run: Run, session_id: int) -> Session:
    """The session in the address, if it is one of the run's."""
    session = next((session for session in run.sessions if session.id == session_id), None)
    if session is None:
        abort(404)
    return session


def _stands(session_id: int, booking_id: int) -> dict[str, object]:
    row = mark_of(session_id, booking_id)
    return {"mark": row.mark if row else "", "minutes": row.minutes if row else None}


def _overview(run: Run, form: CloseForm) -> Response:
    now = clock.now()
    return page(
        "registers/overview.html",
        run=run,
        form=form,
        marked=number_marked(run.id),
        placed=number_placed(run.id),
        outcomes=number_of_outcomes(run.id),
        early={session.id: too_early(session.starts_at, now=now) for session in run.sessions},
        locked=register_is_locked(run, now=now),
    )


def _register(run: Run, session: Session, form: RegisterForm) -> Response:
    now = clock.now()
    locked = register_is_locked(run, now=now)
    return page(
        "registers/register.html",
        run=run,
        session=session,
        form=form,
        sent=request.form if request.method == "POST" else {},
        lines=lines_of(run.id, session.id),
        marks=list(Mark),
        early=too_early(session.starts_at, now=now),
        locked=locked,
        may_mark=not locked or current_actor().can(Action.CHANGE_LOCKED_REGISTER),
        needs_shown=works_on_run(current_actor(), Action.VIEW_PROVIDER_RUNS, run),
    )
