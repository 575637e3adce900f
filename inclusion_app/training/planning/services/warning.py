"""Somebody hears in time that a run has too few people."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

FROM_HOUR = 8
ONE_DAY = timedelta(days=1)


def warn_of_minimum(now: datetime) -> int:
    """Tell the provider and the team's managers of each open run that has fewer people than it needs; how many runs.

    From eight o'clock (London) on the run's day of warning, once for that day: a day that is put off warns again.
    Safe to run at any time, twice, and in two processes.
    """
    return sum(_warn(run_id, now=now) for run_id in _short_runs(now))


def _short_runs(now: datetime) -> list[int]:
    query = select(Run.id).where(
        Run.state == RunState.OPEN,
        Run.taken < Run.minimum,
        Run.starts_at > now,
        Run.warn_on <= _last_day(now),
    )
    return list(db.session.scalars(query.order_by(Run.id)))


def _last_day(now: datetime) -> date:
    """The latest day of warning that has come."""
    here = london(now)
    return here.date() if here.hour >= FROM_HOUR else here.date() - ONE_DAY


def _warn(run_id: int, *, now: datetime) -> bool:
    with transaction():
        run = locked_run(run_id)
        if not _is_short(run, now) or _is_told(run):
            return False
        messages = list(_messages(run))
        if not messages:
            return False
        post_messages(messages)
        audit.record(SYSTEM, "warn_of_minimum", run, detail={"taken": run.taken, "minimum": run.minimum})
    return True


def _is_short(run: Run, now: datetime) -> bool:
    """Still so, now that the row is held."""
    due = run.warn_on is not None and run.warn_on <= _last_day(now)
    return due and run.state == RunState.OPEN and run.starts_at > now and run.taken < run.minimum


def _is_told(run: Run) -> bool:
    said = OutboxMessage.key.like(f"run:{run.id}:under-minimum:%:{run.warn_on}")
    return bool(db.session.scalar(select(exists().where(said))))


def _messages(run: Run) -> Iterator[Message]:
    if run.provider.email:
        page = full_address(f"/provider/runs/{run.id}")
        yield _message(run, whom="provider", name=run.provider.name, email=run.provider.email, page=page)
    for person in _managers():
        page = full_address(f"/team/runs/{run.id}")
        yield _message(run, whom=person.id, name=person.first_name, email=person.email, page=page)


def _message(run: Run, *, whom: int | str, name: str, email: str, page: str) -> Message:
    subject, text = render_message("planning/under_minimum", run=run, reader=name, page=page)
    return Message(
        key=f"run:{run.id}:under-minimum:{whom}:{run.warn_on}",
        kind="run_under_minimum",
        person_id=whom if isinstance(whom, int) else None,
        email=email,
        subject=subject,
        text=text,
    )


def _managers() -> list[Person]:
    holds = Person.memberships.any((Membership.role == Role.TEAM_MANAGER) & Membership.until.is_(None))
    query = select(Person).where(holds, Person.deactivated_at.is_(None)).order_by(Person.id)
    return list(db.session.scalars(query))
