"""Courses: made, edited, published and archived."""

from datetime import datetime

from sqlalchemy import exists, select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.training.catalogue.queries.courses import choices_of_course, whole_courses
from inclusion_app.training.catalogue.rules import COURSE_MOVES, course_problems, publish_problems
from inclusion_app.training.catalogue.services.stale import stale_course
from inclusion_app.training.catalogue.services.writing_courses import known, write_course
from inclusion_app.training.catalogue.words import plain
from inclusion_app.training.models import Booking, Course, Run
from inclusion_app.training.states import ACTIVE, CourseState, RunState

LONGEST_SLUG = 70
RESERVED = frozenset({"new"})


def create_course(actor: Acting, choices: CourseChoices, *, now: datetime) -> Course:
    """A new course, as a draft. Raises RuleBroken with everything that is wrong at once."""
    with transaction() as session:
        rows = known()
        if problems := [*course_problems(choices, slug=None), *rows.problems(choices)]:
            raise RuleBroken.several(problems)
        course = blank_course(_free_slug(choices.title, set(rows.courses)), now=now)
        write_course(course, choices, rows=rows, now=now)
        session.add(course)
        audit.record(actor, "create_course", course, detail={"slug": course.slug})
    return course


def save_course(actor: Acting, course_id: int, choices: CourseChoices, *, version: int, now: datetime) -> Course:
    """Change a course. Raises StaleEdit when somebody else has saved it since ``version``, RuleBroken, LookupError."""
    with transaction():
        course = _locked(course_id)
        if course.version != version:
            raise stale_course(choices, choices_of_course(course), version=course.version)
        rows = known()
        problems = [*course_problems(choices, slug=course.slug), *rows.problems(choices)]
        if course.state == CourseState.PUBLISHED:
            problems += publish_problems(choices)
        if problems:
            raise RuleBroken.several(problems)
        before = choices_of_course(course)
        write_course(course, choices, rows=rows, now=now)
        changed = [name for name in vars(choices) if getattr(choices, name) != getattr(before, name)]
        audit.record(actor, "save_course", course, detail={"changed": changed})
    return course


def publish_course(actor: Acting, course_id: int, *, now: datetime) -> Course:
    """Show the course to everybody. Raises RuleBroken when it still lacks something, LookupError."""
    with transaction():
        course = _locked(course_id)
        if problems := publish_problems(choices_of_course(course)):
            raise RuleBroken.several([(None, sentence) for _, sentence in problems])
        return _move(actor, course, "publish", now=now)


def archive_course(actor: Acting, course_id: int, *, now: datetime) -> Course:
    """Take the course out of the catalogue. Raises RuleBroken while people are booked on its runs to come."""
    with transaction():
        course = _locked(course_id)
        if _is_booked(course_id, now=now):
            sentence = "People are booked on runs of this course that are still to come. Archive it when they are over."
            raise RuleBroken(None, sentence)
        return _move(actor, course, "archive", now=now)


def blank_course(slug: str, *, now: datetime) -> Course:
    """A draft that says nothing yet."""
    return Course(
        slug=slug, state=CourseState.DRAFT, created_at=now, aliases=[], outcomes=[], concepts=[], prerequisites=[]
    )


def _move(actor: Acting, course: Course, act: str, *, now: datetime) -> Course:
    move = COURSE_MOVES[act]
    if course.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    course.state, course.changed_at = move.leads_to, now
    audit.record(actor, f"{act}_course", course)
    return course


def _locked(course_id: int) -> Course:
    query = whole_courses().where(Course.id == course_id).with_for_update(of=Course)
    course = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if course is None:
        raise LookupError(f"There is no course {course_id}.")
    return course


def _is_booked(course_id: int, *, now: datetime) -> bool:
    booked = exists().where(Booking.run_id == Run.id, Booking.state.in_(ACTIVE))
    going_ahead = (Run.course_id == course_id) & (Run.ends_at > now) & (Run.state != RunState.CANCELLED)
    return db.session.scalar(select(Run.id).where(going_ahead, booked).limit(1)) is not None


def _free_slug(title: str, used: set[str]) -> str:
    base = "-".join(plain(title).encode("ascii", "ignore").decode().split())[:LONGEST_SLUG].strip("-") or "course"
    slug, number = base, 1
    while slug in used | RESERVED:
        number += 1
        slug = f"{base}-{number}"
    return slug
