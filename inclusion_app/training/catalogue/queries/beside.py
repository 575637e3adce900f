"""Courses that go with something else, by the needs and areas they share."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Course, CourseConcept
from inclusion_app.training.states import CourseState
from inclusion_app.vocabulary.models import Concept

NEED, AREA = "need", "framework-area"
MOST = 5


@dataclass(frozen=True)
class Beside:
    """A course in one line."""

    slug: str
    title: str
    summary: str


def courses_beside(needs: Collection[str], areas: Collection[str]) -> list[Beside]:
    """Published courses that share a need or an area, those that share most first. One statement, or none."""
    if not needs and not areas:
        return []
    same = or_((Concept.scheme == NEED) & Concept.code.in_(needs), (Concept.scheme == AREA) & Concept.code.in_(areas))
    shared = (
        select(CourseConcept.course_id, func.count().label("number"))
        .join(Concept, Concept.id == CourseConcept.concept_id)
        .where(same)
        .group_by(CourseConcept.course_id)
        .subquery()
    )
    query = (
        select(Course.slug, Course.title, Course.summary)
        .join(shared, shared.c.course_id == Course.id)
        .where(Course.state == CourseState.PUBLISHED)
        .order_by(shared.c.number.desc(), Course.title, Course.id)
        .limit(MOST)
    )
    return [Beside(*row) for row in db.session.execute(query)]
