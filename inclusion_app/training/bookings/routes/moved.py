"""Keeping a place on a run that was moved, or giving it up: signed in, or by the link in the mail."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.forms import OfferForm
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.routes.behind_links import answered_by_link, reader_and_booking, shown_by_link
from inclusion_app.training.bookings.services.moving import keep_moved_place, release_moved_place
from inclusion_app.training.links import LinkFor
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
    return shown_by_link(_behind(token), show=lambda found: _by_link(token, found, OfferForm(formdata=None)))


@moved.post("/moved/<token>")
def answer_link(token: str) -> Response:
    """The answer of whoever has the link."""
    form = OfferForm()

    def prepare(found: tuple[Actor, Booking]) -> Callable[[], Done]:
        actor, booking = found
        back = f"/catalogue/{booking.run.course.slug}/runs/{booking.run_id}"
        return partial(_act, actor, booking.id, form, back)

    return answered_by_link(
        lambda: _behind(token), form, prepare=prepare, show=lambda found: _by_link(token, found, form)
    )


def _by_link(token: str, found: tuple[Actor, Booking], form: OfferForm) -> Response:
    return _page(found[1], form, action=f"/moved/{token}")


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
    return reader_and_booking(token, LinkFor.MOVED, may=policy.may_answer_offer)


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
