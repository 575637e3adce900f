"""Asking or applying for a place, and what has become of it."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.catalogue import policy as catalogue_policy
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run
from inclusion_app.training.requests import policy
from inclusion_app.training.requests.forms import AskForm, WithdrawForm
from inclusion_app.training.requests.queries.claims import Shown, claim_by_id
from inclusion_app.training.requests.queries.people import schools_named
from inclusion_app.training.requests.services.applications import apply_for_place
from inclusion_app.training.requests.services.requests import request_place
from inclusion_app.training.states import BookingState, Entry, Taker

place_requests = Blueprint("place_requests", __name__, url_prefix="/catalogue/<slug>/runs/<int:run_id>/ask")
own_requests = Blueprint("own_requests", __name__, url_prefix="/my-bookings/requests/<int:booking_id>")
STILL_OPEN = frozenset({BookingState.REQUESTED, BookingState.APPROVED})
TOO_LATE = "This has been decided, so it can no longer be taken back here"


@place_requests.get("")
@allows(Action.ASK_FOR_PLACE)
def show(slug: str, run_id: int) -> Response:
    """What is asked for, and why."""
    run, school = _run(slug, run_id), _school()
    if school is None:
        return page("requests/choose_school.html", run=run, schools=schools_named(current_actor().school_ids))
    form = _form(run, school)
    drafts.restore(form, _draft(run_id))
    return _page(run, school, form)


@place_requests.post("")
@allows(Action.ASK_FOR_PLACE)
def send(slug: str, run_id: int) -> Response:
    """Ask the school, or apply."""
    run, school, actor = _run(slug, run_id), _school(), current_actor()
    if school is None:
        return page("requests/choose_school.html", run=run, schools=schools_named(actor.school_ids))
    form, school_id, name = _form(run, school), school.id, school.name
    entry = run.course.entry

    def act() -> Done:
        now, today = clock.now(), clock.today()
        if entry == Entry.REQUEST:
            booking = request_place(actor, school_id, run_id, form.asked, now=now, today=today)
            return Done(f"/my-bookings/requests/{booking.id}", f"You have asked for a place. {name} decides on it.")
        for_whom = (form.person.data or 0) if "person" in form else (actor.person_id or 0)
        booking = apply_for_place(actor, school_id, run_id, form.asked, person_id=for_whom, now=now, today=today)
        if booking.state == BookingState.REQUESTED:
            return Done(f"/my-bookings/requests/{booking.id}", f"You have applied. {name} has to support it first.")
        return Done(f"/schools/{school.urn}/requests", "The application is with the inclusion team.")

    return submit(form, act, lambda: _page(_run(slug, run_id), school, form), draft=_draft(run_id))


@own_requests.get("")
@allows(Action.VIEW_OWN_BOOKINGS)
def own(booking_id: int) -> Response:
    """What one has asked for, and what has become of it."""
    return _own_page(_own(booking_id), WithdrawForm(formdata=None))


@own_requests.post("/withdraw")
@allows(Action.VIEW_OWN_BOOKINGS)
def withdraw(booking_id: int) -> Response:
    """Take it back, while nobody has given a place."""
    shown, form, actor = _own(booking_id), WithdrawForm(), current_actor()
    state = shown.booking.state

    def act() -> Done:
        if state not in STILL_OPEN:
            raise RuleBroken(None, TOO_LATE)
        cancel_booking(actor, booking_id, reason="", now=clock.now())
        return Done("/my-bookings", "You have taken it back.")

    return submit(form, act, lambda: _own_page(_own(booking_id), form))


def _own(booking_id: int) -> Shown:
    shown = claim_by_id(booking_id)
    if shown is None:
        abort(404)
    enforce(policy.may_see_own_request(current_actor(), shown.booking))
    return shown


def _own_page(shown: Shown, form: WithdrawForm) -> Response:
    open_ = shown.booking.state in STILL_OPEN
    return page("requests/own.html", booking=shown.booking, said=shown.said, form=form, may_withdraw=open_)


def _run(slug: str, run_id: int) -> Run:
    """The run, where places on it are asked or applied for."""
    run = run_by_id(run_id)
    if run is None or run.course.slug != slug or run.course.entry not in {Entry.REQUEST, Entry.APPLY}:
        abort(404)
    if run.course.entry == Entry.REQUEST and run.course.taker != Taker.PERSON:
        abort(404)
    enforce(catalogue_policy.may_see_run(current_actor(), run, now=clock.now()))
    enforce(policy.may_ask(current_actor()))
    return run


def _school() -> School | None:
    """The only school of the person, or the one that was chosen."""
    schools = schools_named(current_actor().school_ids)
    chosen = whole_number(request.args.get("school"))
    found = schools if len(schools) == 1 else [school for school in schools if school.urn == chosen]
    return found[0] if found else None


def _form(run: Run, school: School) -> AskForm:
    form, decides = AskForm(), current_actor().can(Action.DECIDE_REQUESTS, school_id=school.id)
    if run.course.entry == Entry.APPLY:
        form.asks_for_reasons()
    if run.course.entry == Entry.APPLY and decides:
        label = "Who is it for?" if run.course.taker == Taker.PERSON else "Whom do we write to?"
        form.for_anybody(staff_of(school.id, today=clock.today()), label=label)
    else:
        del form.person
    return form


def _page(run: Run, school: School, form: AskForm) -> Response:
    form.draft_key = _draft(run.id)
    return page("requests/ask.html", run=run, school=school, form=form)


def _draft(run_id: int) -> str:
    return f"place-on-run-{run_id}"
