"""Claims on a run that somebody has to decide on: checked, written, and held while they are decided."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.queries.seen import Seen, seen_by_rules
from inclusion_app.training.bookings.rules import (
    LONGEST_NEED,
    PersonFacts,
    RunFacts,
    line_problem,
    line_warnings,
    quota_problem,
    run_problem,
)
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.ways import Way
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Booking, BookingNeed, BookingRequest, Run
from inclusion_app.training.requests.rules import decided_sentence, late_problem, quota_sentence, statement_problem
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, Taker

LONG_NEED = f"What to provide must be {LONGEST_NEED} characters or fewer"


@dataclass(frozen=True)
class Asked:
    """What was said with a claim: why the place is wanted, and what to provide."""

    statement: str = ""
    access: str = ""
    diet: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim held until the commit, the run first, always."""

    run: Run
    booking: Booking
    said: BookingRequest


def check_new(run: Run, person: Person, school_id: int, *, way: Way, now: datetime, today: date) -> None:
    """The rules of the basket for somebody who is not on the run yet. Raises RuleBroken."""
    seen = seen_by_rules(run, [person], school_id, now=now, today=today)
    problem = run_problem(seen.run, now=now, way=way) or _person_problem(seen.people[0], seen.run) or _quota(seen, now)
    if problem:
        raise RuleBroken(None, problem)


def check_again(claim: Claim, *, way: Way | None, now: datetime, today: date) -> list[str]:
    """The same rules when it is decided; without a way booking may have closed since. Returns what warns.

    Raises RuleBroken.
    """
    run, person = claim.run, claim.booking.person
    assert person is not None  # noqa: S101  # every claim names a person
    seen = seen_by_rules(run, [person], claim.booking.school_id, now=now, today=today)
    facts = replace(seen.people[0], booked_already=None)  # the claim is their own
    if way is None:
        closed = late_problem(state=run.state, starts_at=run.starts_at, now=now)
    else:
        closed = run_problem(seen.run, now=now, way=way)
    problem = closed or _person_problem(facts, seen.run) or _quota(seen, now)
    if problem:
        raise RuleBroken(None, problem)
    return line_warnings(facts, seen.run)


def check_said(asked: Asked, *, came_by: CameBy) -> None:
    """What was typed. Raises RuleBroken beside its field."""
    problems: list[tuple[str | None, str]] = []
    if problem := statement_problem(asked.statement, came_by=came_by):
        problems.append(("statement", problem))
    problems += [(name, LONG_NEED) for name in ("access", "diet") if len(getattr(asked, name)) > LONGEST_NEED]
    if problems:
        raise RuleBroken.several(problems)


def write_claim(actor: Acting, act: str, booking: Booking, asked: Asked, *, now: datetime) -> AuditEvent:
    """The booking with its request, its row on the audit trail and its change. Raises RuleBroken."""
    with transaction() as session:
        add_booking(booking)
        event = audit.record(actor, act, booking, school_id=booking.school_id, detail={"run_id": booking.run_id})
        note_changes([(booking.id, None)], BookingState(booking.state), event=event, now=now)
        supported = booking.state == BookingState.APPROVED
        session.add(
            BookingRequest(
                booking_id=booking.id,
                statement=asked.statement.strip(),
                asked_by_id=actor.person_id,
                asked_at=now,
                supported_by_id=actor.person_id if supported else None,
                supported_at=now if supported else None,
            )
        )
        write_needs(booking.id, access=asked.access, diet=asked.diet)
    return event


def add_booking(booking: Booking) -> None:
    """Write a new booking. Raises RuleBroken when its holder is on the run already."""
    taken = select(Booking.id).where(
        Booking.run_id == booking.run_id, Booking.holder == booking.holder, Booking.state.in_(ACTIVE)
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken.limit(1)) is not None:
            raise RuleBroken(None, "There is a booking on this run already")
    db.session.add(booking)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise RuleBroken(None, "There is a booking on this run already") from clash


def new_booking(  # one line for each thing a booking says of itself
    run: Run, *, holder: str, contact: Person, school_id: int, came_by: CameBy, state: BookingState, by: Acting,
    now: datetime,
) -> Booking:  # fmt: skip
    """A booking that is not written yet."""
    return Booking(
        run_id=run.id, holder=holder, person_id=contact.id, person=contact, school_id=school_id, state=state,
        overridden=[], placed_by_id=by.person_id, placed_at=now, came_by=came_by, uid=uuid.uuid4().hex,
    )  # fmt: skip


def write_needs(booking_id: int, *, access: str, diet: str) -> None:
    """What to provide, where anything was said."""
    if access.strip() or diet.strip():
        db.session.add(BookingNeed(booking_id=booking_id, access=access.strip(), diet=diet.strip()))


def held_claim(booking_id: int, *ways: CameBy) -> Claim:
    """The claim with its run and person. Raises LookupError when there is none of that kind."""
    run_id = db.session.scalar(select(Booking.run_id).where(Booking.id == booking_id, Booking.came_by.in_(ways)))
    if run_id is None:
        raise LookupError(f"There is no {' or '.join(ways)} {booking_id}.")
    run = locked_run(run_id)
    booking = db.session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(joinedload(Booking.person), joinedload(Booking.need))
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).one()
    return Claim(run, booking, db.session.get_one(BookingRequest, booking_id, populate_existing=True))


def check_undecided(claim: Claim, *states: BookingState) -> None:
    """Raises RuleBroken with who was quicker, where somebody was."""
    if claim.booking.state not in states:
        said = claim.said
        by_id, at = (
            (said.decided_by_id, said.decided_at) if said.decided_at else (said.supported_by_id, said.supported_at)
        )
        who = db.session.get(Person, by_id) if by_id else None
        raise RuleBroken(None, decided_sentence(claim.booking.state, by=who.name if who else None, at=at))


def decline_claim(actor: Acting, act: str, claim: Claim, *, reason: str, now: datetime) -> None:
    """The answer is no: the booking ends, and nothing has to be provided."""
    booking, before = claim.booking, BookingState(claim.booking.state)
    with transaction():
        event = audit.record(actor, act, booking, school_id=booking.school_id)
        booking.state, booking.ended_at, booking.need = BookingState.DECLINED, now, None
        note_changes([(booking.id, before)], BookingState.DECLINED, event=event, now=now, reason=reason.strip())
        note_decision(actor, claim, "declined", now=now, reason=reason)


def note_decision(actor: Acting, claim: Claim, decision: str, *, now: datetime, reason: str = "") -> None:
    """Who has decided, when, and why."""
    said = claim.said
    said.decision, said.decided_by_id, said.decided_at, said.reason = decision, actor.person_id, now, reason.strip()


def _person_problem(person: PersonFacts, run: RunFacts) -> str | None:
    """Who is only the contact of a school's place need not hold anything."""
    if run.taker == Taker.PERSON:
        return line_problem(person, run)
    return line_problem(replace(person, booked_already=None), replace(run, requires=()))


def _quota(seen: Seen, now: datetime) -> str | None:
    if quota_problem(seen.run, 1, now=now) is None:
        return None
    return quota_sentence(seen.run.places_per_school or 0)
