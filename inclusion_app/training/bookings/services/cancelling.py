"""Cancelling a booking, by the school or for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import pounds
from inclusion_app.schools.queries import working_calendar
from inclusion_app.training.bookings import notices
from inclusion_app.training.bookings.rules import cancel_problem, is_late
from inclusion_app.training.bookings.services.places import free_places
from inclusion_app.training.bookings.services.waiting import fill_freed_places
from inclusion_app.training.charges.queries import terms_of_run
from inclusion_app.training.charges.rules import Charge, charge_for_cancelling
from inclusion_app.training.charges.services.recording import record_charge
from inclusion_app.training.models import Booking, BookingChange, BookingNeed, Run
from inclusion_app.training.states import TAKES_A_PLACE, BookingState, ChargeKind


@dataclass(frozen=True)
class Acceptance:
    """What whoever cancels has seen and said of the charge: its amount in pence, and a reason for waiving it."""

    amount_pence: int | None = None
    waiver: str = ""
    note: str = ""


NOTHING_SAID = Acceptance()


def cancel_booking(
    actor: Actor, booking_id: int, *, reason: str, now: datetime, accepted: Acceptance = NOTHING_SAID
) -> Booking:
    """Cancel a booking; its place goes to whoever waits. What it costs is kept. Cancelling again changes nothing.

    Raises RuleBroken when the run has started, when it costs something else than was shown, or when the reason for
    waiving will not do; LookupError when there is no such booking.
    """
    with transaction() as session:
        run_id = session.scalar(select(Booking.run_id).where(Booking.id == booking_id))
        if run_id is None:
            raise LookupError(f"There is no booking {booking_id}.")
        run = session.scalars(  # run first, always
            select(Run).where(Run.id == run_id).options(joinedload(Run.course)).with_for_update(of=Run)
        ).one()
        booking = session.scalars(
            select(Booking)
            .where(Booking.id == booking_id)
            .options(joinedload(Booking.person))
            .with_for_update(of=Booking)
            .execution_options(populate_existing=True)
        ).one()
        if booking.state == BookingState.CANCELLED:
            return booking
        problem = cancel_problem(booking.state, starts_at=run.starts_at, now=now)
        if problem:
            raise RuleBroken(None, problem)
        charge = charge_now(booking, run, now=now)
        amount = charge.amount_pence if charge else 0
        if accepted.amount_pence is not None and accepted.amount_pence != amount:
            raise RuleBroken(None, f"Cancelling now costs {pounds(amount)}. Look again, then confirm")
        _cancel(actor, booking, run, reason=reason.strip()[:500], now=now)
        if charge:
            said = {"waiver": accepted.waiver, "note": accepted.note}
            record_charge(actor, booking, charge, kind=ChargeKind.LATE_CANCEL, now=now, **said)
    return booking


def charge_now(booking: Booking, run: Run, *, now: datetime) -> Charge | None:
    """What cancelling the booking at this moment costs. The run comes with its course."""
    terms = terms_of_run(run, run.course)
    if not terms.bands or booking.moved_at is not None:  # nobody pays for leaving a run that was moved
        return None
    today, calendar = london(now).date(), working_calendar()
    return charge_for_cancelling(terms, state=booking.state, now=now, today=today, calendar=calendar)


def _cancel(actor: Actor, booking: Booking, run: Run, *, reason: str, now: datetime) -> None:
    with transaction() as session:
        before = BookingState(booking.state)
        event = audit.record(actor, "cancel_booking", booking, school_id=booking.school_id, detail={"before": before})
        booking.ended_late = is_late(run.cancel_by, state=before, now=now)
        booking.state, booking.ended_at = BookingState.CANCELLED, now
        booking.group_key = booking.offered_until = booking.moved_at = None
        booking.sequence += 1  # calendars take only a greater number for news
        session.execute(
            insert(BookingChange).values(
                booking_id=booking.id, audit_id=event.id, before=before, after=booking.state, at=now, reason=reason
            )
        )
        need = session.get(BookingNeed, booking.id)
        if need is not None:  # nothing has to be provided any more
            session.delete(need)
        session.flush()
        if before in TAKES_A_PLACE:
            free_places(run.id, 1)
        notices.tell_of_cancellation(actor, booking, run.id, was=before)
        fill_freed_places(run.id, now=now)
