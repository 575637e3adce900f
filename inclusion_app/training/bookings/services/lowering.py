"""Fewer places than are taken: the last ones wait again, at the front of the list. Nobody is dropped in silence."""

from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.bookings import lowering_notices
from inclusion_app.training.bookings.services.changes import note_changes
from inclusion_app.training.bookings.services.places import free_places
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import TAKES_A_PLACE, BookingState

REASON = "The run has fewer places than before"


def move_last_to_waiting(actor: Actor, run: Run, number: int, *, now: datetime) -> list[Booking]:
    """Put so many who have a place back onto the waiting list, before everybody else; the run is held by the caller.

    Open offers go first, then those who got their place last. Among themselves they keep their order. Each is told.
    """
    with transaction() as session:
        moved = _last(run.id, number)
        before = {booking.id: BookingState(booking.state) for booking in moved}
        event = audit.record(actor, "lower_capacity", run, detail={"bookings": sorted(before)})
        for state in sorted(set(before.values())):
            of_state = [(i, was) for i, was in before.items() if was == state]
            note_changes(of_state, BookingState.WAITING, event=event, now=now, reason=REASON)
        first = run.front_of_queue - len(moved) + 1
        session.execute(
            update(Booking)
            .where(Booking.id.in_(before))
            .values(
                state=BookingState.WAITING,
                offered_until=None,
                ring_fence_id=None,
                queue_number=case({b.id: first + n for n, b in enumerate(moved)}, value=Booking.id),
                sequence=Booking.sequence + 1,
                version=Booking.version + 1,
            )
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(Run)
            .where(Run.id == run.id)
            .values(front_of_queue=first - 1)
            .execution_options(synchronize_session=False)
        )
        free_places(run.id, len(moved))
        session.refresh(run, ["taken", "front_of_queue"])
        lowering_notices.tell_of_lost_places(_again(list(before)), run.id, was=before)
    return moved


def _last(run_id: int, number: int) -> list[Booking]:
    """Those who lose their place, whoever had it longest at the front."""
    offered = case((Booking.state == BookingState.OFFERED, 1), else_=0)
    last = db.session.scalars(
        select(Booking)
        .where(Booking.run_id == run_id, Booking.state.in_(TAKES_A_PLACE))
        .order_by(
            offered.desc(), func.coalesce(Booking.queue_number, 0).desc(), Booking.placed_at.desc(), Booking.id.desc()
        )
        .limit(number)
        .with_for_update(of=Booking)
        .execution_options(populate_existing=True)
    ).all()
    return list(reversed(last))


def _again(ids: list[int]) -> list[Booking]:
    return list(
        db.session.scalars(
            select(Booking)
            .where(Booking.id.in_(ids))
            .options(joinedload(Booking.person))
            .order_by(Booking.queue_number)
            .execution_options(populate_existing=True)
        )
    )
