"""Keeping a place on a run that was moved, or giving it up: signed in, or by the link in the mail."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, sent_already, submit
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.forms import OfferForm
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.services.moving import keep_moved_place, release_moved_place
from inclusion_app.training.links import LinkFor, booking_link
from inclusion_app.training.models import Booking
from inclusion_app.training.states import BookingState

moved = Blueprint("moved", __name__)
NO_ANSWER = "Say whether the place is kept"


@moved.get("/bookings/<int:booking_id>/moved")
@allows(Action.USE_ACCOUNT)
def show(booking_id: int) -> Response:
    """The dates as they are now, and what can be answered."""
    return _page(_booking(booking_id), OfferForm(formdata=None))


@moved.post("/bookings/<int:booking_id>/moved")
@allows(Action.USE_ACCOUNT)
def answer(booking_id: int) -> Response:
    """Keep the place, or give it up."""
    booking, form, actor = _booking(booking_id), OfferForm(), current_actor()
    own = booking.person_id == actor.person_id
    back = "/my-bookings" if own else f"/schools/{booking.school.urn}/bookings/{booking_id}"
    return submit(form, lambda: _act(actor, booking_id, form, back), lambda: _page(_booking(booking_id), form))


@moved.get("/moved/<token>")
def show_link(token: str) -> Response:
    """The same for whoever has the link."""
    found = _behind(token)
    if found is None:
        return keep_address_secret(page("pages/dead_link.html"))
    return keep_address_secret(_page(found[1], OfferForm(formdata=None), action=f"/moved/{token}"))


@moved.post("/moved/<token>")
def answer_link(token: str) -> Response:
    """The answer of whoever has the link."""
    found, form = _behind(token), OfferForm()
    if found is None:
        return keep_address_secret(sent_already() or page("pages/dead_link.html", status=422))
    actor, booking = found
    booking_id, back = booking.id, f"/catalogue/{booking.run.course.slug}/runs/{booking.run_id}"

    def again() -> Response:
        now_found = _behind(token)
        if now_found is None:
            return page("pages/dead_link.html")
        return _page(now_found[1], form, action=f"/moved/{token}")

    return keep_address_secret(submit(form, lambda: _act(actor, booking_id, form, back), again))


def _act(actor: Actor, booking_id: int, form: OfferForm, back: str) -> Done:
    match form.answer.data:
        case "keep":
            keep_moved_place(actor, booking_id, now=clock.now())
            return Done(back, "The place is kept on the new dates.")
        case "release":
            release_moved_place(actor, booking_id, now=clock.now())
            return Done(back, "The place has been given up. Nothing is charged.")
    raise RuleBroken("answer", NO_ANSWER)


def _behind(token: str) -> tuple[Actor, Booking] | None:
    """Who has the link and what it is about, while both still hold."""
    link = booking_link(token, LinkFor.MOVED, now=clock.now())
    if link is None:
        return None
    actor, booking = actor_behind_link(link.person_id, today=clock.today()), booking_by_id(link.booking_id)
    if actor is None or booking is None or policy.may_answer_offer(actor, booking) is not None:
        return None
    return actor, booking


def _booking(booking_id: int) -> Booking:
    booking = booking_by_id(booking_id)
    if booking is None:
        abort(404)
    enforce(policy.may_answer_offer(current_actor(), booking))
    return booking


def _page(booking: Booking, form: OfferForm, *, action: str = "") -> Response:
    asked = booking.moved_at is not None and booking.state == BookingState.CONFIRMED
    return page(
        "bookings/moved.html",
        booking=booking,
        form=form,
        action=action or f"/bookings/{booking.id}/moved",
        is_open=asked and booking.run.starts_at > clock.now(),
    )
