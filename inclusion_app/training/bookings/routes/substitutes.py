"""Sending a colleague instead: choose, confirm."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.queries.substitutes import substitutes_for
from inclusion_app.training.bookings.services.substituting import (
    NOBODY,
    ToProvide,
    substitute_person,
    why_nobody_else,
)
from inclusion_app.training.bookings.substitute_form import SubstituteForm
from inclusion_app.training.models import Booking

substitutes = Blueprint("substitutes", __name__)


@substitutes.get("/schools/<int:urn>/bookings/<int:booking_id>/substitute")
@allows(Action.BOOK_TRAINING, Action.CANCEL_ANY_BOOKING)
def choose(urn: int, booking_id: int) -> Response:
    """Who can come instead, and why others cannot."""
    return _page(_booking(urn, booking_id), SubstituteForm(formdata=None))


@substitutes.post("/schools/<int:urn>/bookings/<int:booking_id>/substitute")
@allows(Action.BOOK_TRAINING, Action.CANCEL_ANY_BOOKING)
def send(urn: int, booking_id: int) -> Response:
    """Pass the place on."""
    booking, form = _booking(urn, booking_id), SubstituteForm()
    leaving = booking.person.name if booking.person else "The school"

    def act() -> Done:
        if form.person_id is None:
            raise RuleBroken("person", NOBODY)
        needs = ToProvide(form.access.data or "", form.diet.data or "")
        new = substitute_person(
            current_actor(), booking_id, form.person_id, needs, now=clock.now(), today=clock.today()
        )
        name = new.person.name if new.person else ""
        return Done(f"/schools/{urn}/bookings/{new.id}", f"{name} goes instead of {leaving}. Both have been told.")

    return submit(form, act, lambda: _page(_booking(urn, booking_id), form))


def _booking(urn: int, booking_id: int) -> Booking:
    booking = booking_by_id(booking_id)
    if booking is None or booking.school.urn != urn:
        abort(404)
    enforce(policy.may_cancel_booking(current_actor(), booking))
    return booking


def _page(booking: Booking, form: SubstituteForm) -> Response:
    now, words = clock.now(), request.args.get("words", "")
    problem = why_nobody_else(current_actor(), booking, booking.run, now=now)
    found = [] if problem else substitutes_for(booking, words=words, now=now, today=clock.today())
    return page(
        "bookings/substitute.html",
        fragments={"results": "bookings/_partials/substitutes_found.html"},
        booking=booking,
        form=form,
        found=found,
        words=words,
        closed=problem,
    )
