"""Applications: somebody applies, the school supports it, and the team decides."""

from datetime import date, datetime

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.notices import tell_of_placing
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.placing import place_booking
from inclusion_app.training.bookings.ways import APPLICATION
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.links import LinkFor, use_booking_links
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests import notices
from inclusion_app.training.requests.queries.people import deciders_of
from inclusion_app.training.requests.rules import NO_DECIDER, OFFICE_APPLIES, reason_problem
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
from inclusion_app.training.states import BookingState, CameBy, Taker


def apply_for_place(
    actor: Actor, school_id: int, run_id: int, asked: Asked, *, person_id: int, now: datetime, today: date
) -> Booking:
    """Apply for oneself, which the school has to support; or, who decides there, for anybody on its list.

    Raises RuleBroken when the rules of booking refuse it or nobody could decide, LookupError when there is no run.
    """
    with transaction() as session:
        run = locked_run(run_id)
        decides = actor.can(Action.DECIDE_REQUESTS, school_id=school_id)
        if not decides and (person_id != actor.person_id or run.course.taker != Taker.PERSON):
            raise RuleBroken("person", OFFICE_APPLIES)
        person = session.get(Person, person_id)
        if person is None:
            raise RuleBroken("person", "Choose somebody from your staff list")
        check_said(asked, came_by=CameBy.APPLICATION)
        check_new(run, person, school_id, way=APPLICATION, now=now, today=today)
        booking = new_booking(
            run,
            holder=_holder(run, person_id=person.id, school_id=school_id),
            contact=person,
            school_id=school_id,
            came_by=CameBy.APPLICATION,
            state=BookingState.APPROVED if decides else BookingState.REQUESTED,
            by=actor,
            now=now,
        )
        write_claim(actor, "apply_for_place", booking, asked, now=now)
        if not decides:
            _ask_school(booking, run, asked, now=now, today=today)
    return booking


def support_application(actor: Acting, booking_id: int, *, now: datetime, today: date) -> Booking:
    """The school says yes; now it is the team's to decide. Raises RuleBroken, LookupError."""
    with transaction():
        claim = held_claim(booking_id, CameBy.APPLICATION)
        check_undecided(claim, BookingState.REQUESTED)
        booking = claim.booking
        booking.overridden = check_again(claim, way=APPLICATION, now=now, today=today)
        event = audit.record(actor, "support_application", booking, school_id=booking.school_id)
        booking.state = BookingState.APPROVED
        note_changes([(booking.id, BookingState.REQUESTED)], BookingState.APPROVED, event=event, now=now)
        claim.said.supported_by_id, claim.said.supported_at = actor.person_id, now
        use_booking_links(booking.id, LinkFor.DECIDE, now=now)
        db.session.flush()
        notices.tell_of_support(actor, booking, claim.run)
    return booking


def accept_application(actor: Acting, booking_id: int, *, now: datetime, today: date) -> Booking:
    """The team gives a place, or a position on the waiting list. Raises RuleBroken, LookupError."""
    with transaction():
        claim = held_claim(booking_id, CameBy.APPLICATION)
        check_undecided(claim, BookingState.APPROVED)
        booking = claim.booking
        booking.overridden = check_again(claim, way=None, now=now, today=today)
        event = audit.record(actor, "accept_application", booking, school_id=booking.school_id)
        after = place_booking(booking, claim.run, now=now)
        note_changes([(booking.id, BookingState.APPROVED)], after, event=event, now=now)
        note_decision(actor, claim, "approved", now=now)
        db.session.flush()
        tell_of_placing(booking, claim.run.id)
        notices.tell_supporter_of_acceptance(actor, booking, claim.run, supporter_id=claim.said.supported_by_id)
    return booking


def decline_application(actor: Acting, booking_id: int, *, reason: str, now: datetime) -> Booking:
    """The team says no; the person and whoever supported it read why. Raises RuleBroken, LookupError."""
    with transaction():
        claim = held_claim(booking_id, CameBy.APPLICATION)
        check_undecided(claim, BookingState.APPROVED)
        if problem := reason_problem(reason):
            raise RuleBroken("reason", problem)
        decline_claim(actor, "decline_application", claim, reason=reason, now=now)
        db.session.flush()
        readers = {claim.booking.person_id, claim.said.supported_by_id}
        notices.tell_of_rejection(claim.booking, claim.run, reader_ids=readers, reason=reason.strip())
    return claim.booking


def _holder(run: Run, *, person_id: int, school_id: int) -> str:
    return f"person:{person_id}" if run.course.taker == Taker.PERSON else f"{run.course.taker}:{school_id}"


def _ask_school(booking: Booking, run: Run, asked: Asked, *, now: datetime, today: date) -> None:
    deciders = deciders_of(booking.school_id, today=today)
    if not deciders:
        raise RuleBroken(None, NO_DECIDER)
    notices.tell_of_request(booking, run, asked.statement, deciders=deciders, now=now)
