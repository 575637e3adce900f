"""Who is interested in what."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Course, CourseInterest


def own_interest(person_id: int, course_id: int) -> CourseInterest | None:
    """The person's open interest in a course."""
    query = select(CourseInterest).where(CourseInterest.person_id == person_id, CourseInterest.course_id == course_id)
    return db.session.scalars(query.where(CourseInterest.ended_at.is_(None))).first()


def interests_of_person(person_id: int) -> Sequence[CourseInterest]:
    """The courses whose dates somebody wants to be told of, by title."""
    query = select(CourseInterest).join(CourseInterest.course).options(contains_eager(CourseInterest.course))
    query = query.where(CourseInterest.person_id == person_id, CourseInterest.ended_at.is_(None))
    return db.session.scalars(query.order_by(Course.title)).all()


def interest_in_course(course_id: int) -> Select[CourseInterest]:
    """Who wants to be told of dates of a course, those who said so first at the front; for a list in pages."""
    query = select(CourseInterest).join(CourseInterest.person)
    query = query.options(contains_eager(CourseInterest.person), joinedload(CourseInterest.school))
    query = query.where(CourseInterest.course_id == course_id, CourseInterest.ended_at.is_(None))
    return query.where(Person.deactivated_at.is_(None)).order_by(CourseInterest.created_at, CourseInterest.id)
