"""What the catalogue answers."""

from inclusion_app.training.catalogue.queries.courses import (
    all_courses,
    choices_of_course,
    course_by_id,
    course_by_slug,
    related_courses,
)
from inclusion_app.training.catalogue.queries.runs import choices_of_run, run_by_id, runs_of_course, runs_to_come
from inclusion_app.training.catalogue.queries.schools import Bookable, schools_to_book_for

__all__ = [
    "Bookable",
    "all_courses",
    "choices_of_course",
    "choices_of_run",
    "course_by_id",
    "course_by_slug",
    "related_courses",
    "run_by_id",
    "runs_of_course",
    "runs_to_come",
    "schools_to_book_for",
]
