"""Runs at risk: the conditions of ``rules.risks`` in SQL, and how many runs meet each."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.planning.rules.risks import (
    FEWEST_WAITING,
    INSTRUCTIONS_WITHIN,
    SOON,
    STILL_ON,
    WAITING_SHARE,
    Risk,
)
from inclusion_app.training.states import BookingState


def number_in_state(state: BookingState) -> ScalarSelect[int]:
    """How many bookings of the run stand there."""
    return (
        select(func.count())
        .select_from(Booking)
        .where(Booking.run_id == Run.id, Booking.state == state)
        .correlate(Run)
        .scalar_subquery()
    )


def condition_of(risk: Risk, *, now: datetime) -> ColumnElement[bool]:
    """What is true of the runs that have the risk."""
    still_on, to_come = Run.state.in_(STILL_ON), Run.starts_at > now
    waiting = number_in_state(BookingState.WAITING)
    said: dict[Risk, Any] = {
        Risk.UNDER_MINIMUM: and_(still_on, to_come, Run.taken < Run.minimum, _time_to_warn(now)),
        Risk.LONG_WAITING_LIST: and_(
            still_on, to_come, waiting >= FEWEST_WAITING, waiting * WAITING_SHARE >= Run.capacity
        ),
        Risk.NO_INSTRUCTIONS: and_(
            still_on, to_come, Run.joining_instructions == "", Run.starts_at <= now + INSTRUCTIONS_WITHIN
        ),
        Risk.REGISTER_OPEN: and_(still_on, Run.ends_at <= now, Run.register_closed_at.is_(None), Run.taken > 0),
    }
    found: ColumnElement[bool] = said[risk]
    return found


def count_risks(*, now: datetime) -> dict[Risk, int]:
    """How many runs have each risk; one statement."""
    counts = [func.coalesce(func.sum(case((condition_of(risk, now=now), 1), else_=0)), 0) for risk in Risk]
    row = db.session.execute(select(*counts).select_from(Run).where(Run.state.in_(STILL_ON))).one()
    return dict(zip(Risk, row, strict=True))


def _time_to_warn(now: datetime) -> ColumnElement[bool]:
    today = clock.london(now).date()
    return or_(Run.warn_on <= today, and_(Run.warn_on.is_(None), Run.starts_at <= now + SOON))
