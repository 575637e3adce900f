"""Checking oneself in with the code that is shown in the room."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.registers.forms import CheckInForm
from inclusion_app.training.registers.services.check_in import check_in as check_oneself_in
from inclusion_app.training.registers.services.check_in import note_refused_check_in

check_in = Blueprint("check_in", __name__, url_prefix="/check-in")


@check_in.get("")
@allows(Action.VIEW_OWN_BOOKINGS)
def show() -> Response:
    """Type the code; whoever has read the picture finds it filled in."""
    form = CheckInForm(formdata=None, data={"code": request.args.get("code", "")[:20]})
    return page("registers/check_in.html", form=form)


@check_in.post("")
@allows(Action.VIEW_OWN_BOOKINGS)
def send() -> Response:
    """I am here."""
    form, actor = CheckInForm(), current_actor()
    refused: list[RuleBroken] = []

    def act() -> Done:
        try:
            check_oneself_in(actor, form.code.data or "", now=clock.now())
        except RuleBroken as refusal:
            refused.append(refusal)
            raise
        return Done("/my-bookings", "You are checked in.")

    response = submit(form, act, lambda: page("registers/check_in.html", form=form))
    if refused:
        note_refused_check_in(actor)
    return response
