"""Loading the catalogue from files; a second loading changes nothing."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.training.catalogue.files import CatalogueFiles, ProviderEntry
from inclusion_app.training.catalogue.queries.courses import choices_of_course, whole_courses
from inclusion_app.training.catalogue.rules import course_problems, publish_problems
from inclusion_app.training.catalogue.services.courses import blank_course
from inclusion_app.training.catalogue.services.writing_courses import Known, known, text_to_search, write_course
from inclusion_app.training.models import Course
from inclusion_app.training.states import CourseState
from inclusion_app.vocabulary.files import FileWrong
from inclusion_app.vocabulary.loading import Loaded
from inclusion_app.vocabulary.services import load_vocabulary


class Edited(StrEnum):
    """What becomes of a course that has been edited in the browser since it was loaded."""

    KEEP = "keep"
    OVERWRITE = "overwrite"


def load_catalogue(
    actor: Acting, files: CatalogueFiles, *, now: datetime, edited: Edited = Edited.KEEP
) -> list[Loaded]:
    """Vocabulary, providers and courses, all or nothing. Raises FileWrong, naming what is wrong."""
    with transaction():
        return [
            load_vocabulary(actor, files.schemes),
            load_providers(actor, files.providers),
            load_courses(actor, files.courses, now=now, edited=edited),
        ]


def load_providers(actor: Acting, entries: Sequence[ProviderEntry]) -> Loaded:
    """Bring the providers to what the file says; those it does not name stay as they are."""
    done = Loaded("Providers")
    with transaction() as session:
        there = {provider.code: provider for provider in session.scalars(select(Provider))}
        for entry in entries:
            provider = there.get(entry.code)
            if provider is None:
                session.add(Provider(code=entry.code, name=entry.name, summary=entry.summary, email=entry.email))
                done.new += 1
            elif (provider.name, provider.summary, provider.email) == (entry.name, entry.summary, entry.email):
                done.unchanged += 1
            else:
                provider.name, provider.summary, provider.email = entry.name, entry.summary, entry.email
                done.changed += 1
        session.flush()
        if done.did_something:
            audit.record(actor, "load_providers", ("provider", "all"), detail=done.detail)
    return done


def load_courses(
    actor: Acting, entries: dict[str, CourseChoices], *, now: datetime, edited: Edited = Edited.KEEP
) -> Loaded:
    """Bring the courses to what the files say, new ones published; ``entries`` has them by slug.

    A course edited in the browser since it was loaded is left alone unless ``edited`` says otherwise. Raises
    FileWrong, naming the course, when one breaks a rule.
    """
    done = Loaded("Courses")
    with transaction() as session:
        there = {course.slug: course for course in session.scalars(whole_courses())}
        fresh = [slug for slug in entries if slug not in there]
        rows = known()
        for slug in fresh:
            there[slug] = rows.courses[slug] = blank_course(slug, now=now)
        for slug, choices in entries.items():
            _check(slug, choices, rows)
            if slug in fresh:
                _load(there[slug], choices, rows=rows, now=now)
                session.add(there[slug])
                done.new += 1
            else:
                _reload(there[slug], choices, rows=rows, now=now, edited=edited, done=done)
        _refresh_search(there)
        session.flush()
        if done.did_something:
            audit.record(actor, "load_courses", ("course", "all"), detail=done.detail)
    return done


def _reload(
    course: Course, choices: CourseChoices, *, rows: Known, now: datetime, edited: Edited, done: Loaded
) -> None:
    stands = choices_of_course(course).hash
    if stands == choices.hash:
        course.loaded_hash = choices.hash
        done.unchanged += 1
    elif stands != course.loaded_hash and edited is Edited.KEEP:
        done.kept.append(course.slug)
    else:
        _load(course, choices, rows=rows, now=now)
        done.changed += 1


def _load(course: Course, choices: CourseChoices, *, rows: Known, now: datetime) -> None:
    if not course.loaded_hash and course.state == CourseState.DRAFT:
        course.state = CourseState.PUBLISHED
    try:
        with db.session.no_autoflush:
            write_course(course, choices, rows=rows, now=now)
    except RuleBroken as refused:
        raise FileWrong(f"Course {course.slug!r}, {refused}.") from refused
    course.loaded_hash = choices.hash


def _check(slug: str, choices: CourseChoices, rows: Known) -> None:
    for field, sentence in (
        *course_problems(choices, slug=slug),
        *publish_problems(choices),
        *rows.problems(choices),
    ):
        raise FileWrong(f"Course {slug!r}, {field}: {sentence}.")


def _refresh_search(courses: dict[str, Course]) -> None:
    """A need's other names may have changed, though the course has not."""
    for course in courses.values():
        text = text_to_search(course)
        if course.search_text != text:
            course.search_text = text
