"""Keeping a place on a run that was moved, or giving it up: signed in, or by the link in the mail."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.forms import OfferForm
from inclusion_app.training.bookings.routes.questions import Question
from inclusion_app.training.bookings.services.moving import keep_moved_place, release_moved_place
from inclusion_app.training.links import LinkFor
from inclusion_app.training.models import Booking
from inclusion_app.training.states import BookingState

moved = Blueprint("moved", __name__)


def _page(booking: Booking, form: OfferForm, address: str) -> Response:
    asked = booking.moved_at is not None and booking.state == BookingState.CONFIRMED
    is_open = asked and booking.run.starts_at > clock.now()
    return page("bookings/moved.html", booking=booking, form=form, action=address, is_open=is_open)


QUESTION = Question(
    LinkFor.MOVED,
    _page,
    {
        "keep": (keep_moved_place, "The place is kept on the new dates."),
        "release": (release_moved_place, "The place has been given up. Nothing is charged."),
    },
    unanswered="Say whether the place is kept",
)


@moved.get("/bookings/<int:booking_id>/moved")
@allows(Action.USE_ACCOUNT)
def show(booking_id: int) -> Response:
    """The dates as they are now, and what can be answered."""
    return QUESTION.shown(booking_id, request.path)


@moved.post("/bookings/<int:booking_id>/moved")
@allows(Action.USE_ACCOUNT)
def answer(booking_id: int) -> Response:
    """Keep the place, or give it up."""
    return QUESTION.answered(booking_id, request.path)


@moved.get("/moved/<token>")
def show_link(token: str) -> Response:
    """The same for whoever has the link."""
    return QUESTION.shown_to_reader(token, request.path)


@moved.post("/moved/<token>")
def answer_link(token: str) -> Response:
    """The answer of whoever has the link."""
    return QUESTION.answered_by_reader(token, request.path)
