"""Places that a school or its leadership team takes: one for all of them, with a contact and those who come."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.training.bookings.notices import tell_of_placing
from inclusion_app.training.bookings.queries.seen import seen_by_rules
from inclusion_app.training.bookings.rules import PersonFacts, full_sentence, line_problem, quota_problem, run_problem
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.placing import place_booking
from inclusion_app.training.bookings.ways import OFFICE_DECIDES, SCHOOL_PLACE
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests import notices
from inclusion_app.training.requests.rules import MOST_WHO_COME, late_problem, quota_sentence
from inclusion_app.training.requests.services.claims import Asked, add_booking, check_said, new_booking, write_needs
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, Entry, Taker

NOT_LISTED = "Choose people from your school's staff list"
Problem = tuple[str | None, str]


@dataclass(frozen=True)
class Coming:
    """Who is written to about the place, and of a leadership team who comes."""

    contact_id: int
    participant_ids: tuple[int, ...] = ()


def book_school_place(
    actor: Actor,
    school_id: int,
    run_id: int,
    coming: Coming,
    *,
    asked: Asked,
    when_full: str,
    now: datetime,
    today: date,
) -> Booking:
    """Take one place for the school or its leadership team; with ``when_full="wait"`` a position on the waiting list.

    Raises RuleBroken when the rules of booking refuse it, LookupError when there is no such run.
    """
    with transaction():
        run = locked_run(run_id)
        check_said(asked, came_by=CameBy.BASKET)
        left = _places_left(actor, run, school_id, now=now, today=today)
        people = _people(run, coming)
        problems = _people_problems(run, people, school_id, now=now, today=today)
        if not left and when_full != "wait":
            problems.append(("when_full", full_sentence(1, 0)))
        if problems:
            raise RuleBroken.several(problems)
        booking = new_booking(
            run,
            holder=f"{run.course.taker}:{school_id}",
            contact=people[coming.contact_id],
            school_id=school_id,
            came_by=CameBy.BASKET,
            state=BookingState.CONFIRMED,
            by=actor,
            now=now,
        )
        booking.participants = [people[number] for number in coming.participant_ids]
        after = place_booking(booking, run, now=now)
        add_booking(booking)
        event = audit.record(actor, "book_school_place", booking, school_id=school_id, detail={"run_id": run_id})
        note_changes([(booking.id, None)], after, event=event, now=now)
        write_needs(booking.id, access=asked.access, diet=asked.diet)
        db.session.flush()
        tell_of_placing(booking, run.id)
    return booking


def change_who_comes(
    actor: Actor, booking_id: int, coming: Coming, *, version: int, now: datetime, today: date
) -> Booking:
    """Another contact, or others of the team, before the run starts; newcomers are invited, others are told.

    Raises RuleBroken, StaleEdit when somebody has changed it in between, LookupError when there is no such place.
    """
    with transaction():
        run, booking = _held_place(booking_id)
        if booking.version != version:
            theirs = {"contact": booking.person.name if booking.person else "",
                      "participants": ", ".join(person.name for person in booking.participants)}  # fmt: skip
            raise StaleEdit(theirs, version=booking.version)
        if booking.state not in ACTIVE:
            raise RuleBroken(None, "This booking is not active")
        if problem := late_problem(state=run.state, starts_at=run.starts_at, now=now):
            raise RuleBroken(None, problem)
        people = _people(run, coming)
        if problems := _people_problems(run, people, booking.school_id, now=now, today=today):
            raise RuleBroken.several(problems)
        _exchange(actor, booking, run, people=people, coming=coming)
    return booking


def _exchange(actor: Actor, booking: Booking, run: Run, *, people: dict[int, Person], coming: Coming) -> None:
    before = {person.id: person for person in (booking.person, *booking.participants) if person is not None}
    if before.keys() == people.keys() and booking.person_id == coming.contact_id:
        return
    booking.person = people[coming.contact_id]
    booking.participants = [people[number] for number in coming.participant_ids]
    booking.sequence += 1  # calendars take only a greater number for news
    detail = {"contact": coming.contact_id, "participants": list(coming.participant_ids)}
    audit.record(actor, "change_who_comes", booking, school_id=booking.school_id, detail=detail)
    db.session.flush()
    gone = [person for number, person in before.items() if number not in people]
    fresh = [person for number, person in people.items() if number not in before]
    notices.tell_of_exchange(booking, run, gone=gone, fresh=fresh)


def _places_left(actor: Actor, run: Run, school_id: int, *, now: datetime, today: date) -> int:
    """How many places the school can have now. Raises RuleBroken when none can be taken at all."""
    seen = seen_by_rules(run, [], school_id, now=now, today=today).run
    if problem := run_problem(seen, now=now, way=SCHOOL_PLACE):
        raise RuleBroken(None, problem)
    if run.course.entry == Entry.REQUEST and not actor.can(Action.DECIDE_REQUESTS, school_id=school_id):
        raise RuleBroken(None, OFFICE_DECIDES)
    if quota_problem(seen, 1, now=now):
        raise RuleBroken(None, quota_sentence(seen.places_per_school or 0))
    return seen.left


def _people(run: Run, coming: Coming) -> dict[int, Person]:
    """The contact and those who come, by id. Raises RuleBroken."""
    wanted = {coming.contact_id, *coming.participant_ids}
    found = {p.id: p for p in db.session.scalars(select(Person).where(Person.id.in_(wanted)).order_by(Person.id))}
    if run.course.taker == Taker.TEAM and not coming.participant_ids:
        raise RuleBroken("participants", "Choose who comes")
    if run.course.taker != Taker.TEAM and coming.participant_ids:
        raise RuleBroken("participants", "On this course nobody is named but the contact")
    if len(coming.participant_ids) > MOST_WHO_COME:
        raise RuleBroken("participants", f"Choose {MOST_WHO_COME} people or fewer")
    if coming.contact_id not in found:
        raise RuleBroken("contact", "Choose whom we write to")
    if wanted - found.keys():
        raise RuleBroken("participants", NOT_LISTED)
    return found


def _people_problems(
    run: Run, people: dict[int, Person], school_id: int, *, now: datetime, today: date
) -> list[Problem]:
    """Everybody is on the school's list; who comes has completed what has to come first."""
    everybody = list(people.values())
    seen = seen_by_rules(run, everybody, school_id, now=now, today=today)
    of_team = run.course.taker == Taker.TEAM
    field = "participants" if of_team else "contact"
    found = (line_problem(_at_large(facts), seen.run) if of_team or facts.has_left else None for facts in seen.people)
    return [(field, problem) for problem in found if problem]


def _at_large(facts: PersonFacts) -> PersonFacts:
    """A place of the school does not stand in the way of itself."""
    return PersonFacts(name=facts.name, has_left=facts.has_left, roles=facts.roles, holds=facts.holds)


def _held_place(booking_id: int) -> tuple[Run, Booking]:
    whole = Booking.holder.startswith(f"{Taker.SCHOOL}:") | Booking.holder.startswith(f"{Taker.TEAM}:")
    run_id = db.session.scalar(select(Booking.run_id).where(Booking.id == booking_id, whole))
    if run_id is None:
        raise LookupError(f"There is no school's place {booking_id}.")
    run = locked_run(run_id)
    query = select(Booking).where(Booking.id == booking_id).with_for_update(of=Booking)
    query = query.options(joinedload(Booking.person), selectinload(Booking.participants))
    return run, db.session.scalars(query.execution_options(populate_existing=True)).one()
