"""Courses that go with an offer. The catalogue brings them in ``wiring``; the directory knows nothing of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RelatedCourse:
    """One course as an offer's page shows it; ``href`` is its page in this service."""

    title: str
    about: str
    href: str


CourseSource = Callable[[Collection[str], Collection[str]], Sequence[RelatedCourse]]
"""Given codes of needs and of framework areas: courses that share some of them, those that share most first."""


def no_courses(_needs: Collection[str], _areas: Collection[str]) -> Sequence[RelatedCourse]:
    """What is known of courses while there is no catalogue."""
    return ()
