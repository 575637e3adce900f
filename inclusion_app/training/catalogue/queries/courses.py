"""Courses, one at a time."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.training.catalogue.choices import TAGS, CourseChoices
from inclusion_app.training.models import Course
from inclusion_app.training.states import CourseState

MOST_RELATED = 4


def course_by_slug(slug: str) -> Course | None:
    """The course at that address, with all that its page shows."""
    return db.session.scalars(whole_courses().where(Course.slug == slug)).first()


def course_by_id(course_id: int) -> Course | None:
    """The course, with all that its page shows."""
    return db.session.scalars(whole_courses().where(Course.id == course_id)).first()


def related_courses(course: Course) -> Sequence[Course]:
    """Other published courses of the same strand, those nearest in title order."""
    others = db.session.scalars(
        select(Course)
        .where(Course.strand_id == course.strand_id, Course.state == CourseState.PUBLISHED, Course.id != course.id)
        .order_by(Course.title <= course.title, Course.title)
        .limit(MOST_RELATED)
    )
    return others.all()


def all_courses() -> Sequence[Course]:
    """Every course by title, whatever its state: for choosing one."""
    return db.session.scalars(select(Course).order_by(Course.title)).all()


def choices_of_course(course: Course) -> CourseChoices:
    """What is said of a course now, in the form in which it was chosen."""
    return CourseChoices(
        title=course.title,
        strand=course.strand.code,
        provider=course.provider.code,
        summary=course.summary,
        delivery=course.delivery,
        description=course.description,
        aliases=tuple(course.aliases),
        outcomes=tuple(outcome.text for outcome in course.outcomes),
        prerequisites=tuple(required.slug for required in course.prerequisites),
        length=course.length,
        taker=course.taker,
        entry=course.entry,
        cost_pence=course.cost_pence,
        funded_by=course.funded_by,
        places_per_school=course.places_per_school,
        valid_for_months=course.valid_for_months,
        completion_rule=course.completion_rule,
        criteria=course.criteria,
        charge_bands=course.charge_bands,
        charge_base_pence=course.charge_base_pence,
        certificate_after_feedback=course.certificate_after_feedback,
        **{name: tuple(c.code for c in course.tagged(scheme)) for name, scheme in TAGS.items()},
    )


def whole_courses() -> Select[Course]:
    """Courses with everything that hangs on them."""
    return select(Course).options(
        joinedload(Course.strand),
        joinedload(Course.provider),
        selectinload(Course.outcomes),
        selectinload(Course.concepts),
        selectinload(Course.prerequisites),
    )
