"""What came of a run's bookings, once it is over."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import insert, select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.rules import valid_until
from inclusion_app.training.models import Booking, Course, OutcomeOfRun, Run
from inclusion_app.training.states import BookingState, RunOutcome


def record_outcomes(actor: Acting, run_id: int, outcomes: Mapping[int, RunOutcome], *, today: date) -> None:
    """Record the outcome of bookings (by id) that have none yet; a completion holds as long as its course says.

    Raises RuleBroken when a booking is not a confirmed one of this run, LookupError when there is no such run.
    """
    with transaction() as session:
        found = session.execute(
            select(Run.ends_at, Course.valid_for_months)
            .join(Course, Course.id == Run.course_id)
            .where(Run.id == run_id)
        ).first()
        if found is None:
            raise LookupError(f"There is no run {run_id}.")
        confirmed = set(
            session.scalars(select(Booking.id).where(Booking.run_id == run_id, Booking.state == BookingState.CONFIRMED))
        )
        if set(outcomes) - confirmed:
            raise RuleBroken(None, "Outcomes belong to confirmed bookings of this run")
        ended = found.ends_at.date()
        rows = [
            {
                "booking_id": booking_id,
                "outcome": outcome,
                "decided_on": min(today, ended),
                "valid_until": valid_until(ended, found.valid_for_months) if outcome == RunOutcome.COMPLETED else None,
                "detail": {},
            }
            for booking_id, outcome in outcomes.items()
        ]
        if rows:
            session.execute(insert(OutcomeOfRun), rows)
            audit.record(actor, "record_outcomes", ("run", run_id), detail={"bookings": len(rows)})
