"""Runs of the past: made where there is none, and given room where there is one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.training.models import Run, Session
from inclusion_app.training.past.plan import PlannedRun, RunKey
from inclusion_app.training.past.reading import USUAL_TIMES
from inclusion_app.training.states import RunState

ONE_DAY = timedelta(days=1)


def make_runs(wanted: Sequence[PlannedRun], *, now: datetime) -> dict[RunKey, int]:
    """Closed runs, their registers closed, with exactly as many places as people; their ids by course and day."""
    with transaction() as session:
        made = {(run.course.id, run.day): _run(run, now=now) for run in wanted}
        session.add_all(made.values())
        session.flush()
        return {key: run.id for key, run in made.items()}


def give_room(wanted: Sequence[PlannedRun], *, now: datetime) -> None:
    """Let runs that are there take those who are missing: they were there, so there was room. Rows are held by id."""
    more = {run.run_id: len(run.entries) for run in wanted}
    query = select(Run).where(Run.id.in_(more)).order_by(Run.id).with_for_update()
    with transaction():
        for run in db.session.scalars(query.execution_options(populate_existing=True)):
            run.taken += more[run.id]
            run.capacity = max(run.capacity, run.taken)
            run.changed_at = now
        db.session.flush()


def _run(wanted: PlannedRun, *, now: datetime) -> Run:
    days = [wanted.day] if wanted.last_day == wanted.day else [wanted.day, wanted.last_day]
    sessions = [_session(day, wanted) for day in days]
    starts_at = sessions[0].starts_at
    places = len(wanted.entries)
    return Run(
        course_id=wanted.course.id,
        provider_id=wanted.provider_id,
        state=RunState.CLOSED,
        delivery=wanted.course.delivery,
        capacity=places,
        taken=places,
        opens_at=starts_at - ONE_DAY,
        book_by=starts_at,
        cancel_by=starts_at,
        starts_at=starts_at,
        ends_at=sessions[-1].ends_at,
        register_closed_at=now,
        created_at=now,
        sessions=sessions,
    )


def _session(day: date, wanted: PlannedRun) -> Session:
    start, end = time.fromisoformat(wanted.start or USUAL_TIMES[0]), time.fromisoformat(wanted.end or USUAL_TIMES[1])
    return Session(day=day, start=start, end=end, starts_at=from_london(day, start), ends_at=from_london(day, end))
