"""What a pattern of dates is checked against."""

from datetime import date

from sqlalchemy import select

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState


def days_with_runs(course_id: int) -> frozenset[date]:
    """The London dates on which a run of the course begins already, unless it is cancelled."""
    starts = db.session.scalars(
        select(Run.starts_at).where(Run.course_id == course_id, Run.state != RunState.CANCELLED)
    )
    return frozenset(clock.london(start).date() for start in starts)
