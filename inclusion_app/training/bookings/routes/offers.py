"""Answering an offer of a place: signed in, or by the link in the mail."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.forms import OfferForm
from inclusion_app.training.bookings.routes.questions import Question
from inclusion_app.training.bookings.services.offers import NOT_OFFERED, accept_offer, decline_offer
from inclusion_app.training.links import LinkFor
from inclusion_app.training.models import Booking
from inclusion_app.training.states import BookingState

offers = Blueprint("offers", __name__)


def _page(booking: Booking, form: OfferForm, address: str) -> Response:
    is_open = booking.state == BookingState.OFFERED and (booking.offered_until or clock.now()) > clock.now()
    return page("bookings/offer.html", booking=booking, form=form, action=address, is_open=is_open, closed=NOT_OFFERED)


QUESTION = Question(
    LinkFor.OFFER,
    _page,
    {
        "accept": (accept_offer, "The place is taken up. An invitation for the calendar is on its way."),
        "decline": (
            decline_offer,
            "The place has been turned down. It goes to the next person on the waiting list.",
        ),
    },
    unanswered="Say whether the place is wanted",
)


@offers.get("/bookings/<int:booking_id>/offer")
@allows(Action.USE_ACCOUNT)
def show(booking_id: int) -> Response:
    """What is offered, and until when."""
    return QUESTION.shown(booking_id, request.path)


@offers.post("/bookings/<int:booking_id>/offer")
@allows(Action.USE_ACCOUNT)
def answer(booking_id: int) -> Response:
    """Take the place up, or turn it down."""
    return QUESTION.answered(booking_id, request.path)


@offers.get("/offers/<token>")
def show_link(token: str) -> Response:
    """The same for whoever has the link."""
    return QUESTION.shown_to_reader(token, request.path)


@offers.post("/offers/<token>")
def answer_link(token: str) -> Response:
    """The answer of whoever has the link."""
    return QUESTION.answered_by_reader(token, request.path)
