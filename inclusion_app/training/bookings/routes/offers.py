"""Answering an offer of a place: signed in, or by the link in the mail."""

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
from inclusion_app.training.bookings.services.offers import NOT_OFFERED, accept_offer, decline_offer
from inclusion_app.training.links import LinkFor, booking_link
from inclusion_app.training.models import Booking
from inclusion_app.training.states import BookingState

offers = Blueprint("offers", __name__)
NO_ANSWER = "Say whether the place is wanted"


@offers.get("/bookings/<int:booking_id>/offer")
@allows(Action.USE_ACCOUNT)
def show(booking_id: int) -> Response:
    """What is offered, and until when."""
    return _page(_booking(booking_id), OfferForm(formdata=None))


@offers.post("/bookings/<int:booking_id>/offer")
@allows(Action.USE_ACCOUNT)
def answer(booking_id: int) -> Response:
    """Take the place up, or turn it down."""
    booking, form, actor = _booking(booking_id), OfferForm(), current_actor()
    own = booking.person_id == actor.person_id
    back = "/my-bookings" if own else f"/schools/{booking.school.urn}/bookings/{booking_id}"
    return submit(form, lambda: _act(actor, booking_id, form, back), lambda: _page(_booking(booking_id), form))


@offers.get("/offers/<token>")
def show_link(token: str) -> Response:
    """The same for whoever has the link."""
    found = _behind(token)
    if found is None:
        return keep_address_secret(page("pages/dead_link.html"))
    return keep_address_secret(_page(found[1], OfferForm(formdata=None), action=f"/offers/{token}"))


@offers.post("/offers/<token>")
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
        return _page(now_found[1], form, action=f"/offers/{token}")

    return keep_address_secret(submit(form, lambda: _act(actor, booking_id, form, back), again))


def _act(actor: Actor, booking_id: int, form: OfferForm, back: str) -> Done:
    match form.answer.data:
        case "accept":
            accept_offer(actor, booking_id, now=clock.now())
            return Done(back, "The place is taken up. An invitation for the calendar is on its way.")
        case "decline":
            decline_offer(actor, booking_id, now=clock.now())
            return Done(back, "The place has been turned down. It goes to the next person on the waiting list.")
    raise RuleBroken("answer", NO_ANSWER)


def _behind(token: str) -> tuple[Actor, Booking] | None:
    """Who has the link and what it is about, while both still hold."""
    link = booking_link(token, LinkFor.OFFER, now=clock.now())
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
    is_open = booking.state == BookingState.OFFERED and (booking.offered_until or clock.now()) > clock.now()
    return page(
        "bookings/offer.html",
        booking=booking,
        form=form,
        action=action or f"/bookings/{booking.id}/offer",
        is_open=is_open,
        closed=NOT_OFFERED,
    )
