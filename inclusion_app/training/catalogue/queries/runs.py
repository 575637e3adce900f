"""Runs: one at a time, and those of a course."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.training.catalogue.choices import FenceChoices, RunChoices, SessionChoices
from inclusion_app.training.models import Course, Run
from inclusion_app.training.states import RunState

TO_COME = (RunState.OPEN, RunState.CLOSED)


def run_by_id(run_id: int) -> Run | None:
    """The run with its course, provider and sessions."""
    return db.session.scalars(
        select(Run)
        .where(Run.id == run_id)
        .options(
            joinedload(Run.course).joinedload(Course.strand),
            joinedload(Run.course).joinedload(Course.provider),
            joinedload(Run.provider),
            selectinload(Run.sessions),
            selectinload(Run.fences),
        )
    ).first()


def runs_to_come(course_id: int, now: datetime) -> Sequence[Run]:
    """The course's runs that have not started, open or closed to booking, with their sessions; the next one first."""
    return db.session.scalars(
        select(Run)
        .where(Run.course_id == course_id, Run.starts_at > now, Run.state.in_(TO_COME))
        .options(selectinload(Run.sessions))
        .order_by(Run.starts_at, Run.id)
    ).all()


def runs_of_course(course_id: int) -> Sequence[Run]:
    """Every run of the course, in whatever state, the latest first."""
    return db.session.scalars(
        select(Run).where(Run.course_id == course_id).order_by(Run.starts_at.desc(), Run.id.desc())
    ).all()


def choices_of_run(run: Run) -> RunChoices:
    """What is said of a run now, in the form in which it was chosen."""
    return RunChoices(
        provider=run.provider.code,
        delivery=run.delivery,
        capacity=run.capacity,
        minimum=run.minimum,
        opens_at=run.opens_at,
        book_by=run.book_by,
        cancel_by=run.cancel_by,
        places_per_school=run.places_per_school,
        joining_instructions=run.joining_instructions,
        access_facts=run.access_facts,
        released_at=run.released_at,
        warn_on=run.warn_on,
        substitute_by=run.substitute_by,
        completion_rule=run.completion_rule or "",
        joining_release_days=run.joining_release_days,
        fences=tuple(
            FenceChoices(id=fence.id, whom=f"{fence.kind}:{fence.code}", places=fence.places, until=fence.until)
            for fence in run.fences
        ),
        sessions=tuple(
            SessionChoices(
                id=session.id,
                day=session.day,
                start=session.start,
                end=session.end,
                venue=session.venue,
                postcode=session.postcode,
                joining_link=session.joining_link,
            )
            for session in run.sessions
        ),
    )
