"""Checking oneself in with the code that is shown in the room."""

from flask import Blueprint, Response, request

from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.registers.forms import CheckInForm
from inclusion_app.training.registers.services.check_in import check_in as check_oneself_in
from inclusion_app.training.registers.services.check_in import check_in_by_address, note_refused_check_in

check_in = Blueprint("check_in", __name__, url_prefix="/check-in")


@check_in.get("")
def show() -> Response:
    """Type the code; whoever has read the picture finds it filled in."""
    form = CheckInForm(formdata=None, data={"code": request.args.get("code", "")[:20]})
    return page("registers/check_in.html", form=form)


@check_in.post("")
def send() -> Response:
    """I am here. Who is not signed in says so by the address they were booked with."""
    form, actor = CheckInForm(), current_actor()
    refused: list[RuleBroken] = []

    def act() -> Done:
        try:
            _check_in(actor, form)
        except RuleBroken as refusal:
            refused.append(refusal)
            raise
        return Done("/my-bookings" if actor.is_signed_in else "/check-in", "You are checked in.")

    response = submit(form, act, lambda: page("registers/check_in.html", form=form))
    if refused:
        note_refused_check_in(actor, email=form.email.data or "")
    return response


def _check_in(actor: Actor, form: CheckInForm) -> None:
    code, now = form.code.data or "", clock.now()
    if actor.is_signed_in:
        check_oneself_in(actor, code, now=now)
    else:
        check_in_by_address(form.email.data or "", code, from_place=request.remote_addr or "", now=now)
