"""People who come without being on the list."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.accounts.services.staff import put_on_staff_list
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.schools.queries import school_by_urn
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.places import take_places
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.registers.services.locking import held_session
from inclusion_app.training.registers.services.marking import Said, put_mark
from inclusion_app.training.registers.services.outcomes import decide_outcomes
from inclusion_app.training.states import ACTIVE, BookingState, CameBy, Mark

FULL = "All places are taken. If there is room for one more, tick the box"
UNKNOWN_SCHOOL = "There is no school with this number. It has six digits"
HOPING = frozenset({BookingState.WAITING, BookingState.OFFERED})


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
    and there is no room; LookupError when there is no such session.
    """
    with transaction():
        run, session = held_session(actor, session_id, run_id, reason="", now=now)
        school = school_by_urn(walk_in.urn)
        if school is None:
            raise RuleBroken("urn", UNKNOWN_SCHOOL)
        [person] = put_on_staff_list(actor, school.id, [walk_in.who], today=today, field="email")
        booking = db.session.scalars(
            select(Booking).where(
                Booking.run_id == run_id, Booking.holder == f"person:{person.id}", Booking.state.in_(ACTIVE)
            )
        ).first()
        before = BookingState(booking.state) if booking else None
        if before is not None and before not in HOPING:
            raise RuleBroken("email", f"{person.name} is on the list already")
        if before != BookingState.OFFERED:
            _take_place(run, has_room=walk_in.has_room)
        booking = booking or _booking(run_id, person.id, school.id, actor, now=now)
        booking.state, booking.offered_until, booking.group_key = BookingState.CONFIRMED, None, None
        db.session.add(booking)
        db.session.flush()
        event = audit.record(actor, "admit_walk_in", booking, school_id=school.id, detail={"beyond": walk_in.has_room})
        note_changes([(booking.id, before)], BookingState.CONFIRMED, event=event, now=now, reason="Came on the day")
        put_mark(actor, session, booking.id, said=Said(Mark.PRESENT), marked_from="walk-in", now=now)
        decide_outcomes(run_id, now=now)
    return booking


def _take_place(run: Run, *, has_room: bool) -> None:
    """A free place; or, where whoever takes the register says that there is room, one more than there were."""
    if take_places(run.id, 1):
        return
    if not has_room:
        raise RuleBroken("has_room", FULL)
    db.session.execute(
        update(Run)
        .where(Run.id == run.id)
        .values(capacity=Run.capacity + 1, taken=Run.taken + 1)
        .execution_options(synchronize_session=False)
    )


def _booking(run_id: int, person_id: int, school_id: int, actor: Actor, *, now: datetime) -> Booking:
    return Booking(
        run_id=run_id,
        holder=f"person:{person_id}",
        person_id=person_id,
        school_id=school_id,
        came_by=CameBy.WALK_IN,
        overridden=[],
        placed_by_id=actor.person_id,
        placed_at=now,
        uid=uuid.uuid4().hex,
    )
