"""One place for a school or its leadership team, and who comes on it."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.accounts.policy import within_school
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.bookings.terms import terms_of
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests.forms import SchoolPlaceForm, WhoComesForm
from inclusion_app.training.requests.queries.people import participant_ids
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.school_places import book_school_place, change_who_comes
from inclusion_app.training.states import ACTIVE, BookingState, RunState, Taker

school_places = Blueprint("school_places", __name__, url_prefix="/schools/<int:urn>/places")


@school_places.get("/runs/<int:run_id>")
@allows(Action.BOOK_TRAINING)
def show(urn: int, run_id: int) -> Response:
    """Whom to write to, who comes, and what to provide."""
    school, run = school_for(urn, Action.BOOK_TRAINING), _run(run_id)
    return _page(school, run, _form(school, run))


@school_places.post("/runs/<int:run_id>")
@allows(Action.BOOK_TRAINING)
def book(urn: int, run_id: int) -> Response:
    """Take the place."""
    school, run, actor = school_for(urn, Action.BOOK_TRAINING), _run(run_id), current_actor()
    form, school_id = _form(school, run), school.id

    def act() -> Done:
        booking = book_school_place(
            actor,
            school_id,
            run_id,
            form.coming,
            asked=Asked(access=form.access.data or "", diet=form.diet.data or ""),
            when_full="wait" if form.when_full.data else "",
            now=clock.now(),
            today=clock.today(),
        )
        waits = booking.state == BookingState.WAITING
        said = "You are on the waiting list." if waits else "The place is booked. Everybody who comes is invited."
        return Done(f"/schools/{urn}/bookings/{booking.id}", said)

    return submit(form, act, lambda: _page(school, _run(run_id), form))


@school_places.get("/<int:booking_id>/people")
@allows(Action.BOOK_TRAINING)
def who(urn: int, booking_id: int) -> Response:
    """Who comes now."""
    booking = _place(urn, booking_id)
    given = {"contact": booking.person_id, "participants": participant_ids(booking_id)}
    form = WhoComesForm(formdata=None, data=given | {"version": str(booking.version)})
    _offer(form, booking.school, booking.run)
    return _people_page(booking, form)


@school_places.post("/<int:booking_id>/people")
@allows(Action.BOOK_TRAINING)
def exchange(urn: int, booking_id: int) -> Response:
    """Others come."""
    booking, form, actor = _place(urn, booking_id), WhoComesForm(), current_actor()
    _offer(form, booking.school, booking.run)

    def act() -> Done:
        change_who_comes(
            actor, booking_id, form.coming, version=form.edited_version, now=clock.now(), today=clock.today()
        )
        return Done(f"/schools/{urn}/bookings/{booking_id}", "Saved. Whoever comes now is invited.")

    return submit(form, act, lambda: _people_page(_place(urn, booking_id), form))


def _run(run_id: int) -> Run:
    """The run, where a whole school or team takes a place."""
    run = run_by_id(run_id)
    if run is None or run.state == RunState.DRAFT or run.course.taker == Taker.PERSON:
        abort(404)
    return run


def _place(urn: int, booking_id: int) -> Booking:
    booking = booking_by_id(booking_id)
    if booking is None or booking.school.urn != urn or booking.holder.startswith(f"{Taker.PERSON}:"):
        abort(404)
    enforce(within_school(current_actor(), Action.BOOK_TRAINING, booking.school))
    return booking


def _form(school: School, run: Run) -> SchoolPlaceForm:
    form = SchoolPlaceForm()
    _offer(form, school, run)
    return form


def _offer(form: WhoComesForm, school: School, run: Run) -> None:
    form.offer(staff_of(school.id, today=clock.today()), names_people=run.course.taker == Taker.TEAM)


def _page(school: School, run: Run, form: SchoolPlaceForm) -> Response:
    return page("requests/place.html", school=school, run=run, form=form, terms=terms_of(run))


def _people_page(booking: Booking, form: WhoComesForm) -> Response:
    open_ = booking.state in ACTIVE and booking.run.starts_at > clock.now()
    return page(
        "requests/people.html",
        booking=booking,
        school=booking.school,
        form=form,
        is_open=open_,
        mine=form.in_words,
    )
