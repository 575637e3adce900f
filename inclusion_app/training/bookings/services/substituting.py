"""A colleague comes instead: the place stays taken, free of charge, whatever the deadline for cancelling."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings import substitute_notices
from inclusion_app.training.bookings.queries.seen import seen_by_rules
from inclusion_app.training.bookings.rules import LONGEST_NEED, line_problem, line_warnings, substitution_problem
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.links import LinkFor, use_booking_links
from inclusion_app.training.models import Booking, BookingNeed, Run
from inclusion_app.training.states import BookingState, CameBy, Entry

NOBODY = "Choose a colleague from the staff list"
ALREADY = "This colleague has just been booked on the run already"


@dataclass(frozen=True)
class ToProvide:
    """What the colleague needs provided."""

    access: str = ""
    diet: str = ""


NOTHING = ToProvide()


def substitute_person(
    actor: Actor, booking_id: int, person_id: int, needs: ToProvide = NOTHING, *, now: datetime, today: date
) -> Booking:
    """Pass a confirmed place on to a colleague; returns the colleague's booking.

    Raises RuleBroken when it is too late, or when the colleague cannot come (left, on the run already, prerequisite
    missing), LookupError when there is no such booking.
    """
    with transaction():
        run, old = _held(booking_id)
        problem = why_nobody_else(actor, old, run, now=now)
        if problem:
            raise RuleBroken(None, problem)
        _check_needs(needs)
        person, warnings = _checked(run, old, person_id, now=now, today=today)
        new = _place(actor, old, person, warnings, now=now)
        event = audit.record(
            actor, "substitute_person", old, school_id=old.school_id, detail={"booking": new.id, "person_id": person.id}
        )
        _leave(old, now=now)
        note_changes([(old.id, BookingState.CONFIRMED)], BookingState.SUBSTITUTED, event=event, now=now)
        note_changes([(new.id, None)], BookingState.CONFIRMED, event=event, now=now)
        _move_needs(old, new, needs)
        substitute_notices.tell_of_substitution(actor, old, new, run.id)
    return new


def why_nobody_else(actor: Actor, booking: Booking, run: Run, *, now: datetime) -> str | None:
    """Why this actor cannot send anybody instead now, or nothing. The run comes with its course."""
    return substitution_problem(
        state=booking.state,
        holder=booking.holder,
        run_state=run.state,
        until=run.substitute_by,
        starts_at=run.starts_at,
        is_chosen=run.course.entry == Entry.APPLY and not actor.can(Action.CANCEL_ANY_BOOKING),
        now=now,
    )


def _held(booking_id: int) -> tuple[Run, Booking]:
    """The run first, always. Raises LookupError."""
    run_id = db.session.scalar(select(Booking.run_id).where(Booking.id == booking_id))
    if run_id is None:
        raise LookupError(f"There is no booking {booking_id}.")
    run = locked_run(run_id)
    booking = db.session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(joinedload(Booking.person))
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).one()
    return run, booking


def _check_needs(needs: ToProvide) -> None:
    long = [name for name, text in vars(needs).items() if len(text) > LONGEST_NEED]
    if long:
        raise RuleBroken.several([(name, f"This must be {LONGEST_NEED} characters or fewer") for name in long])


def _checked(run: Run, old: Booking, person_id: int, *, now: datetime, today: date) -> tuple[Person, list[str]]:
    """The colleague, by the rules of the basket as they stand now, and what speaks against it."""
    person = db.session.get(Person, person_id)
    if person is None or person.deactivated_at is not None or person.id == old.person_id:
        raise RuleBroken("person", NOBODY)
    seen = seen_by_rules(run, [person], old.school_id, now=now, today=today)
    if seen.people[0].has_left:  # or never was there: nothing is said of anybody elsewhere
        raise RuleBroken("person", NOBODY)
    problem = line_problem(seen.people[0], seen.run)
    if problem:
        raise RuleBroken("person", problem)
    return person, line_warnings(seen.people[0], seen.run)


def _place(actor: Actor, old: Booking, person: Person, warnings: list[str], *, now: datetime) -> Booking:
    new = Booking(
        run_id=old.run_id,
        holder=f"person:{person.id}",
        person_id=person.id,
        person=person,
        school_id=old.school_id,
        state=BookingState.CONFIRMED,
        overridden=warnings,
        placed_by_id=actor.person_id,
        placed_at=now,
        replaces_id=old.id,
        ring_fence_id=old.ring_fence_id,
        came_by=CameBy.SUBSTITUTE,
        uid=uuid.uuid4().hex,
    )
    db.session.add(new)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise RuleBroken("person", ALREADY) from clash
    return new


def _leave(old: Booking, *, now: datetime) -> None:
    old.state, old.ended_at = BookingState.SUBSTITUTED, now
    old.moved_at = old.ring_fence_id = None
    old.sequence += 1  # calendars take only a greater number for news
    db.session.flush()
    use_booking_links(old.id, LinkFor.MOVED, now=now)


def _move_needs(old: Booking, new: Booking, needs: ToProvide) -> None:
    """What was to be provided for one is nobody else's business; the other was asked."""
    db.session.execute(
        delete(BookingNeed).where(BookingNeed.booking_id == old.id), execution_options={"synchronize_session": False}
    )
    if needs.access.strip() or needs.diet.strip():
        db.session.add(BookingNeed(booking_id=new.id, access=needs.access.strip(), diet=needs.diet.strip()))
        db.session.flush()
