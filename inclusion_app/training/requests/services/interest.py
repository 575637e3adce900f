"""Interest in courses: said, withdrawn, and answered when there are dates."""

from datetime import datetime

from sqlalchemy import Select, String, cast, literal, select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.preferences import who_wants
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import Course, CourseInterest, Run
from inclusion_app.training.requests import notices
from inclusion_app.training.requests.rules import LONGEST_NOTE
from inclusion_app.training.states import CourseState, RunState


def say_interested(actor: Actor, course_id: int, *, school_id: int | None, note: str, now: datetime) -> CourseInterest:
    """Ask to be told of dates; asking again changes nothing.

    Raises RuleBroken when the course is not to be had or the note is too long, LookupError.
    """
    with transaction() as session:
        course = session.scalars(select(Course).where(Course.id == course_id).with_for_update()).one_or_none()
        if course is None:
            raise LookupError(f"There is no course {course_id}.")
        if course.state != CourseState.PUBLISHED:
            raise RuleBroken(None, "This course is not in the catalogue any more")
        if len(note) > LONGEST_NOTE:
            raise RuleBroken("note", f"The note must be {LONGEST_NOTE} characters or fewer")
        interest = _open(actor, course_id)
        if interest is None:
            interest = CourseInterest(
                course_id=course_id, person_id=actor.person_id, school_id=school_id, note=note.strip(), created_at=now
            )
            session.add(interest)
            audit.record(actor, "say_interested", ("course", course_id), school_id=school_id)
    return interest


def withdraw_interest(actor: Actor, course_id: int, *, now: datetime) -> bool:
    """Ask not to be told any more; False where nothing had been asked."""
    with transaction():
        interest = _open(actor, course_id)
        if interest is None:
            return False
        interest.ended_at = now
        audit.record(actor, "withdraw_interest", ("course", course_id), school_id=interest.school_id)
    return True


def tell_interested(now: datetime) -> int:
    """Tell everybody who waits for dates of a course of each run that has been opened, once; returns how many."""
    runs = sorted({due.run_id for due in db.session.execute(_due(now))})
    return sum(_tell_of_run(run_id, now=now) for run_id in runs)


def _tell_of_run(run_id: int, *, now: datetime) -> int:
    with transaction() as session:
        session.execute(select(Run.id).where(Run.id == run_id).with_for_update())
        due = session.execute(_due(now).where(Run.id == run_id)).all()
        wanted = who_wants(MessageGroup.INTEREST, {one.person_id for one in due})
        told = [one for one in due if one.person_id in wanted]
        notices.tell_of_dates(run_id, told)
    return len(told)


def _due(now: datetime) -> Select[int, int, int, str, str]:
    """Open interest beside a run that can be booked, of which it has not been told."""
    key = literal("interest:") + cast(CourseInterest.id, String) + literal(":run:") + cast(Run.id, String)
    return (
        select(CourseInterest.id, Run.id.label("run_id"), Person.id.label("person_id"), Person.name, Person.email)
        .join(Run, Run.course_id == CourseInterest.course_id)
        .join(Course, Course.id == CourseInterest.course_id)
        .join(Person, Person.id == CourseInterest.person_id)
        .where(
            CourseInterest.ended_at.is_(None),
            Course.state == CourseState.PUBLISHED,
            Person.deactivated_at.is_(None),
            Run.state == RunState.OPEN,
            Run.starts_at > now,
            Run.book_by > now,
            ~select(OutboxMessage.id).where(OutboxMessage.key == key).exists(),
        )
        .order_by(Run.id, CourseInterest.id)
    )


def _open(actor: Actor, course_id: int) -> CourseInterest | None:
    return db.session.scalars(
        select(CourseInterest)
        .where(
            CourseInterest.course_id == course_id,
            CourseInterest.person_id == actor.person_id,
            CourseInterest.ended_at.is_(None),
        )
        .with_for_update()
    ).first()
