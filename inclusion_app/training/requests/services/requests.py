"""Requests: a member of staff asks for a place, and the school says yes or no."""

from datetime import date, datetime

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.notices import tell_of_placing
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.placing import place_booking
from inclusion_app.training.bookings.ways import REQUEST
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.links import LinkFor, use_booking_links
from inclusion_app.training.models import Booking
from inclusion_app.training.requests import notices
from inclusion_app.training.requests.queries.people import deciders_of
from inclusion_app.training.requests.rules import NO_DECIDER, reason_problem
from inclusion_app.training.requests.services.claims import (
    Asked,
    check_again,
    check_new,
    check_said,
    check_undecided,
    decline_claim,
    held_claim,
    new_booking,
    note_decision,
    write_claim,
)
from inclusion_app.training.states import BookingState, CameBy


def request_place(actor: Actor, school_id: int, run_id: int, asked: Asked, *, now: datetime, today: date) -> Booking:
    """Ask the school for a place for oneself; everybody there who decides is told.

    Raises RuleBroken when the rules of booking refuse it or nobody could decide, LookupError when there is no run.
    """
    with transaction() as session:
        run, person = locked_run(run_id), session.get_one(Person, actor.person_id)
        check_said(asked, came_by=CameBy.REQUEST)
        check_new(run, person, school_id, way=REQUEST, now=now, today=today)
        deciders = deciders_of(school_id, today=today)
        if not deciders:
            raise RuleBroken(None, NO_DECIDER)
        booking = new_booking(
            run,
            holder=f"person:{person.id}",
            contact=person,
            school_id=school_id,
            came_by=CameBy.REQUEST,
            state=BookingState.REQUESTED,
            by=actor,
            now=now,
        )
        write_claim(actor, "request_place", booking, asked, now=now)
        notices.tell_of_request(booking, run, asked.statement, deciders=deciders, now=now)
    return booking


def approve_request(actor: Acting, booking_id: int, *, now: datetime, today: date) -> Booking:
    """Say yes: the person gets a place, or joins the waiting list.

    Raises RuleBroken when it has been decided or the rules of booking refuse it, LookupError.
    """
    with transaction():
        claim = held_claim(booking_id, CameBy.REQUEST)
        check_undecided(claim, BookingState.REQUESTED)
        booking = claim.booking
        booking.overridden = check_again(claim, way=REQUEST, now=now, today=today)
        event = audit.record(actor, "approve_request", booking, school_id=booking.school_id)
        after = place_booking(booking, claim.run, now=now)
        note_changes([(booking.id, BookingState.REQUESTED)], after, event=event, now=now)
        note_decision(actor, claim, "approved", now=now)
        use_booking_links(booking.id, LinkFor.DECIDE, now=now)
        db.session.flush()
        tell_of_placing(booking, claim.run.id)
    return booking


def decline_request(actor: Acting, booking_id: int, *, reason: str, now: datetime) -> Booking:
    """Say no for the school, to a request or to an application that the team has not decided on; the person is told.

    Raises RuleBroken without a reason or when it has been decided, LookupError.
    """
    with transaction():
        claim = held_claim(booking_id, CameBy.REQUEST, CameBy.APPLICATION)
        check_undecided(claim, BookingState.REQUESTED, BookingState.APPROVED)
        if problem := reason_problem(reason):
            raise RuleBroken("reason", problem)
        decline_claim(actor, "decline_request", claim, reason=reason, now=now)
        use_booking_links(booking_id, LinkFor.DECIDE, now=now)
        db.session.flush()
        notices.tell_of_refusal(actor, claim.booking, claim.run, reason=reason.strip())
    return claim.booking
