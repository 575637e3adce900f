"""A school's bookings: the list, one booking, cancelling."""

from datetime import datetime

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.formats import when
from inclusion_app.foundation.forms import Done, go_to, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.schools.queries import schools_by_ids
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.forms import BookingSearchForm, CancelForm
from inclusion_app.training.bookings.queries.attendance import marks_of_bookings
from inclusion_app.training.bookings.queries.bookings import (
    SHOWN,
    booking_by_id,
    bookings_found,
    history_of,
    people_coming,
    positions,
)
from inclusion_app.training.bookings.queries.materials import materials_of_runs
from inclusion_app.training.bookings.queries.waiting import why_they_wait
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.bookings.rules import cancel_problem, is_late
from inclusion_app.training.bookings.services.cancelling import cancel_booking, charge_now
from inclusion_app.training.bookings.services.substituting import why_nobody_else
from inclusion_app.training.bookings.terms import terms_of
from inclusion_app.training.charges.queries import charges_of_booking
from inclusion_app.training.models import Booking
from inclusion_app.training.states import BookingState

school_bookings = Blueprint("school_bookings", __name__)
HEADINGS = ("Course", "Starts", "Person", "E-mail address", "State", "Outcome", "Booked on")
DEFAULT = "coming"


@school_bookings.get("/school-bookings")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def choose() -> Response:
    """To the only school, or to a choice of them."""
    schools = sorted(
        schools_by_ids(current_actor().schools_with(Action.VIEW_SCHOOL_BOOKINGS)), key=lambda school: school.name
    )
    if len(schools) == 1:
        return go_to(f"/schools/{schools[0].urn}/bookings")
    return page("bookings/choose_school.html", schools=schools)


@school_bookings.get("/schools/<int:urn>/bookings")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def listed(urn: int) -> Response:
    """Who is booked on what."""
    school = school_for(urn, Action.VIEW_SCHOOL_BOOKINGS)
    form, part = BookingSearchForm(request.args), _part()
    now = clock.now()
    query = bookings_found(school.id, part=part, words=form.words.data or "", now=now)
    found = paginate(query, request.args.get("page", 1, int))
    return page(
        "bookings/school.html",
        fragments={"results": "bookings/_partials/school_found.html"},
        school=school,
        form=form,
        found=found,
        part=part,
        parts=SHOWN,
        asked={"state": part, "words": form.words.data or ""},
        positions=positions({booking.run_id for booking in found.items}),
        may_substitute={b.id for b in found.items if _can_be_passed_on(b, now=now)},
        now=now,
    )


@school_bookings.get("/schools/<int:urn>/bookings.csv")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def exported(urn: int) -> Response:
    """The same list, as filtered, for a spreadsheet."""
    school = school_for(urn, Action.VIEW_SCHOOL_BOOKINGS)
    query = bookings_found(school.id, part=_part(), words=request.args.get("words", ""), now=clock.now())
    rows = [
        (
            booking.run.course.title,
            when(booking.run.starts_at),
            booking.person.name if booking.person else "",
            booking.person.email if booking.person else "",
            booking.state,
            booking.outcome.outcome if booking.outcome else "",
            when(booking.placed_at),
        )
        for booking in db.session.scalars(query)
    ]
    return csv_download(f"bookings-{urn}-{_part()}-{clock.today()}.csv", HEADINGS, rows)


@school_bookings.get("/schools/<int:urn>/bookings/<int:booking_id>")
@allows(Action.VIEW_SCHOOL_BOOKINGS, Action.CANCEL_ANY_BOOKING)
def show(urn: int, booking_id: int) -> Response:
    """One booking, and everything that has happened to it."""
    return _page(_booking(urn, booking_id), CancelForm(formdata=None))


@school_bookings.post("/schools/<int:urn>/bookings/<int:booking_id>/cancel")
@allows(Action.BOOK_TRAINING, Action.CANCEL_ANY_BOOKING)
def cancel(urn: int, booking_id: int) -> Response:
    """Give the place back."""
    booking, form, actor = _booking(urn, booking_id), CancelForm(), current_actor()
    enforce(policy.may_cancel_booking(actor, booking))
    name = booking.person.name if booking.person else "The school"
    back = f"/team/runs/{booking.run_id}/bookings" if actor.in_team else f"/schools/{urn}/bookings"

    def act() -> Done:
        cancel_booking(actor, booking_id, reason=form.reason.data or "", now=clock.now(), accepted=form.accepted)
        return Done(back, f"The booking of {name} has been cancelled, and {name} has been told.")

    return submit(form, act, lambda: _page(_booking(urn, booking_id), form))


def _can_be_passed_on(booking: Booking, *, now: datetime) -> bool:
    actor = current_actor()
    books = actor.can(Action.BOOK_TRAINING, school_id=booking.school_id)
    return books and why_nobody_else(actor, booking, booking.run, now=now) is None


def _part() -> str:
    wanted = request.args.get("state", DEFAULT)
    return wanted if wanted in SHOWN else DEFAULT


def _booking(urn: int, booking_id: int) -> Booking:
    booking = booking_by_id(booking_id)
    if booking is None or booking.school.urn != urn:
        abort(404)
    actor = current_actor()
    if not actor.can(Action.CANCEL_ANY_BOOKING):
        enforce(policy.may_see_booking(actor, booking))
    return booking


def _page(booking: Booking, form: CancelForm) -> Response:
    now, school = clock.now(), booking.school
    place = positions([booking.run_id])
    charge = charge_now(booking, booking.run, now=now)
    form.shown_pence.data = str(charge.amount_pence if charge else 0)
    return page(
        "bookings/booking.html",
        booking=booking,
        school=school,
        form=form,
        history=history_of(booking.id),
        marks=marks_of_bookings([booking.id]).get(booking.id, {}),
        coming=people_coming(booking),
        charge=charge,
        charges=charges_of_booking(booking.id),
        needs_shown=policy.may_read_needs(current_actor(), booking),
        position=place.get(booking.id),
        why_waiting=why_they_wait([booking], place).get(booking.id, ""),
        may_substitute=why_nobody_else(current_actor(), booking, booking.run, now=now) is None
        and policy.may_cancel_booking(current_actor(), booking) is None,
        may_cancel=cancel_problem(booking.state, starts_at=booking.run.starts_at, now=now) is None
        and policy.may_cancel_booking(current_actor(), booking) is None,
        late=is_late(booking.run.cancel_by, state=booking.state, now=now),
        terms=terms_of(booking.run),
        materials=materials_of_runs([booking.run_id])[booking.run_id]
        if booking.state == BookingState.CONFIRMED
        else [],
        now=now,
    )
