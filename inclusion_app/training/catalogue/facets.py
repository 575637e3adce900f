"""Which courses answer what somebody asks for, and how many would for each further choice; no database here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from inclusion_app.foundation.clock import london
from inclusion_app.training.catalogue.rules.places import Places, places_of

FACETS = ("strand", "audience", "phase", "delivery", "provider")
DATES = "dates"
FREE = "free"


class Sort(StrEnum):
    """In which order courses stand."""

    TITLE = "title"
    DATE = "date"


@dataclass(frozen=True)
class ComingRun:
    """A run that has not started, as far as the catalogue needs it."""

    id: int
    state: str
    opens_at: datetime
    book_by: datetime
    starts_at: datetime
    delivery: str
    places_left: int


@dataclass(frozen=True)
class CourseFacts:
    """What a course is found by; ``tags`` has the codes of each facet."""

    id: int
    title: str
    tags: Mapping[str, frozenset[str]]
    runs: tuple[ComingRun, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody asks for: any one of the codes chosen in a facet, in every facet; dates are London's."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None
    place_free: bool = False
    sort: Sort = Sort.TITLE

    @property
    def is_empty(self) -> bool:
        """True when nothing narrows the catalogue."""
        return not (self.words.strip() or any(self.chosen.values()) or self.has_dates or self.place_free)

    @property
    def has_dates(self) -> bool:
        """True when only runs between dates will do."""
        return self.earliest is not None or self.latest is not None


def answering(courses: Sequence[CourseFacts], wishes: Wishes, *, now: datetime) -> list[CourseFacts]:
    """The courses that answer all the wishes, in the order asked for."""
    found = [course for course in courses if _answers(course, wishes, now=now)]
    if wishes.sort == Sort.DATE:
        never = max((run.starts_at for course in found for run in course.runs), default=now)
        return sorted(found, key=lambda c: (*_next_start(c, wishes, never), c.title.casefold()))
    return sorted(found, key=lambda course: course.title.casefold())


def counts(courses: Sequence[CourseFacts], wishes: Wishes, *, facet: str, now: datetime) -> Counter[str]:
    """How many courses each code of the facet would show, with the wishes in all the other facets."""
    found: Counter[str] = Counter()
    for course in courses:
        if _answers(course, wishes, now=now, but=facet):
            found.update(course.tags[facet])
    return found


def count_with_place(courses: Sequence[CourseFacts], wishes: Wishes, *, now: datetime) -> int:
    """How many courses have a place free, with all the other wishes."""
    return sum(
        _answers(course, wishes, now=now, but=FREE) and any(_has_place(run, now) for run in _in_dates(course, wishes))
        for course in courses
    )


def first_run(course: CourseFacts, wishes: Wishes) -> ComingRun | None:
    """The run to show on the course's card: the first between the dates asked for."""
    return next(iter(_in_dates(course, wishes)), None)


def _answers(course: CourseFacts, wishes: Wishes, *, now: datetime, but: str = "") -> bool:
    for facet in FACETS:
        chosen = wishes.chosen.get(facet)
        if chosen and facet != but and not chosen & course.tags[facet]:
            return False
    runs = _in_dates(course, wishes)
    if wishes.has_dates and not runs:
        return False
    return but == FREE or not wishes.place_free or any(_has_place(run, now) for run in runs)


def _in_dates(course: CourseFacts, wishes: Wishes) -> list[ComingRun]:
    earliest, latest = wishes.earliest or date.min, wishes.latest or date.max
    return [run for run in course.runs if earliest <= london(run.starts_at).date() <= latest]


def _has_place(run: ComingRun, now: datetime) -> bool:
    return places_of(run, now=now) is Places.FREE


def _next_start(course: CourseFacts, wishes: Wishes, never: datetime) -> tuple[int, datetime]:
    """Courses without a date stand last."""
    run = first_run(course, wishes)
    return (0, run.starts_at) if run else (1, never)
