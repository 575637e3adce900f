"""One's own bookings."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.files import download
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.notices import calendar_file
from inclusion_app.training.bookings.queries.attendance import marks_of_bookings
from inclusion_app.training.bookings.queries.bookings import booking_by_id, bookings_of_person, positions
from inclusion_app.training.bookings.queries.materials import materials_of_runs
from inclusion_app.training.bookings.queries.waiting import why_they_wait
from inclusion_app.training.feedback.queries.answers import feedback_to_give
from inclusion_app.training.requests.queries.claims import refused_of_person
from inclusion_app.training.requests.queries.interest import interests_of_person
from inclusion_app.training.states import TAKES_A_PLACE, BookingState

my_bookings = Blueprint("my_bookings", __name__, url_prefix="/my-bookings")


@my_bookings.get("")
@allows(Action.VIEW_OWN_BOOKINGS)
def listed() -> Response:
    """What one is booked on, waits for, and has been on."""
    person_id, now = current_actor().person_id or 0, clock.now()
    coming, past = bookings_of_person(person_id, now=now)
    places = positions({b.run_id for b in coming})
    return page(
        "bookings/my_bookings.html",
        coming=coming,
        past=past,
        now=now,
        marks=marks_of_bookings({b.id for b in (*coming, *past)}),
        positions=places,
        why_waiting=why_they_wait(coming, places),
        refused=refused_of_person(person_id, now=now),
        interests=interests_of_person(person_id),
        to_give=feedback_to_give(person_id, now=now),
        materials=materials_of_runs({b.run_id for b in (*coming, *past) if b.state == BookingState.CONFIRMED}),
    )


@my_bookings.get("/<int:booking_id>.ics")
@allows(Action.VIEW_OWN_BOOKINGS)
def calendar(booking_id: int) -> Response:
    """The sessions of one's own booking, to add to a calendar by hand."""
    booking = booking_by_id(booking_id)
    if booking is None or booking.person_id != current_actor().person_id or booking.state not in TAKES_A_PLACE:
        abort(404)
    return download(calendar_file(booking).encode(), f"booking-{booking_id}.ics", "text/calendar; charset=utf-8")
