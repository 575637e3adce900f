"""Courses that could help with an action, and where there is a place next."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from inclusion_app.foundation.database import db
from inclusion_app.improvement.models import ActionCourse
from inclusion_app.training.models import Course, CourseConcept, Run
from inclusion_app.training.states import CourseState, RunState
from inclusion_app.vocabulary.queries import concept_by_code

SCHEME = "framework-area"
RUNS_SHOWN = 2


@dataclass(frozen=True)
class Suggested:
    """A course, its next runs that can be booked, and whether the action names it already."""

    course: Course
    runs: Sequence[Run]
    is_named: bool


def courses_for(action_id: int, area: str, *, now: datetime) -> list[Suggested]:
    """Published courses that serve the area, and those the action names; first what can be booked. Three statements."""
    concept = concept_by_code(SCHEME, area)
    named = set(db.session.scalars(select(ActionCourse.course_id).where(ActionCourse.action_id == action_id)))
    serving = select(CourseConcept.course_id).where(CourseConcept.concept_id == (concept.id if concept else 0))
    query = select(Course).where(
        or_(Course.id.in_(named), Course.id.in_(serving) & (Course.state == CourseState.PUBLISHED))
    )
    courses = db.session.scalars(query.order_by(Course.title, Course.id)).all()
    runs = _next_runs([course.id for course in courses], now=now)
    found = [Suggested(course, runs.get(course.id, [])[:RUNS_SHOWN], course.id in named) for course in courses]
    return sorted(found, key=lambda one: (not one.is_named, not one.runs))


def _next_runs(course_ids: Collection[int], *, now: datetime) -> Mapping[int, list[Run]]:
    """Open runs that can be booked today, by course, the next one first."""
    query = (
        select(Run)
        .where(
            Run.course_id.in_(course_ids),
            Run.state == RunState.OPEN,
            Run.opens_at <= now,
            Run.book_by > now,
            Run.starts_at > now,
        )
        .order_by(Run.starts_at, Run.id)
    )
    found: defaultdict[int, list[Run]] = defaultdict(list)
    for run in db.session.scalars(query):
        found[run.course_id].append(run)
    return found
