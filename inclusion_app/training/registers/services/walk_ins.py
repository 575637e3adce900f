"""People who come without being on the list."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.accounts.services.staff import put_on_staff_list
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import school_by_urn
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.places import take_places
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.registers.services.locking import held_open_session
from inclusion_app.training.registers.services.marking import Said, put_mark
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, Mark, Taker

FULL = "All places are taken. If there is room for one more, tick the box"
UNKNOWN_SCHOOL = "Choose the school"
HOPING = frozenset({None, BookingState.WAITING, BookingState.OFFERED})
UNDECIDED = frozenset({BookingState.REQUESTED, BookingState.APPROVED})


@dataclass(frozen=True)
class WalkIn:
    """Who has come, from which school (its URN), and whether there is room beyond the places."""

    who: StaffEntry
    urn: int
    has_room: bool = False


def admit_walk_in(
    actor: Actor, run_id: int, session_id: int, *, walk_in: WalkIn, now: datetime, today: date
) -> Booking:
    """Give somebody in the room a place and mark them present; whoever waited for one gets it now.

    Raises RuleBroken beside its field when they are on the list already, the school is unknown, or the run is full
    and there is no room; and when it is too early or the register is closed. LookupError: no such session.
    """
    with transaction():
        run, session = held_open_session(session_id, run_id, now=now)
        school = school_by_urn(walk_in.urn)
        if school is None:
            raise RuleBroken("urn", UNKNOWN_SCHOOL)
        [person] = put_on_staff_list(actor, school.id, [walk_in.who], today=today, field="email")
        booking, before = _claim_of(run, person, school, actor=actor, now=now)
        is_beyond = before != BookingState.OFFERED and _take_place(run, has_room=walk_in.has_room)
        booking.state, booking.offered_until, booking.group_key = BookingState.CONFIRMED, None, None
        db.session.add(booking)
        db.session.flush()
        detail = {"session_id": session.id, "capacity_raised": is_beyond}
        event = audit.record(actor, "admit_walk_in", booking, school_id=booking.school_id, detail=detail)
        note_changes([(booking.id, before)], BookingState.CONFIRMED, event=event, now=now, reason="Came on the day")
        put_mark(actor, session, booking.id, said=Said(Mark.PRESENT), marked_from="walk-in", now=now)
    return booking


def _claim_of(
    run: Run, person: Person, school: School, *, actor: Actor, now: datetime
) -> tuple[Booking, BookingState | None]:
    """The booking that waits for a place, or a new one; and the state it is found in."""
    takes_it = Taker(run.course.taker)
    holder = f"{takes_it}:{person.id if takes_it == Taker.PERSON else school.id}"
    booking = db.session.scalars(
        select(Booking).where(Booking.run_id == run.id, Booking.holder == holder, Booking.state.in_(ACTIVE))
    ).first()
    before = BookingState(booking.state) if booking else None
    who = person.name if takes_it == Taker.PERSON else school.name
    if before in UNDECIDED:
        raise RuleBroken("email", f"{who} has asked for a place. It has to be decided first: open the run's list")
    if before not in HOPING:
        raise RuleBroken("email", f"{who} is on the list already")
    return booking or _booking(run.id, holder, person.id, school.id, actor=actor, now=now), before


def _take_place(run: Run, *, has_room: bool) -> bool:
    """A free place; or, where whoever takes the register says that there is room, one more than there were (True)."""
    if take_places(run.id, 1):
        return False
    if not has_room:
        raise RuleBroken("has_room", FULL)
    db.session.execute(
        update(Run)
        .where(Run.id == run.id)
        .values(capacity=Run.capacity + 1, taken=Run.taken + 1)
        .execution_options(synchronize_session=False)
    )
    return True


def _booking(run_id: int, holder: str, person_id: int, school_id: int, *, actor: Actor, now: datetime) -> Booking:
    return Booking(
        run_id=run_id,
        holder=holder,
        person_id=person_id,
        school_id=school_id,
        came_by=CameBy.WALK_IN,
        overridden=[],
        placed_by_id=actor.person_id,
        placed_at=now,
        uid=uuid.uuid4().hex,
    )
