"""Rules of a run."""

import re
from collections.abc import Iterator
from datetime import datetime

from inclusion_app.foundation.clock import london
from inclusion_app.training.catalogue.choices import RunChoices
from inclusion_app.training.catalogue.rules.sessions import first_start, session_problems
from inclusion_app.training.states import CourseState

MOST_PLACES = 5_000
LONGEST_TEXT = 10_000
MOST_DAYS = 60
COMPLETION = re.compile(r"all|most|half|sessions:[1-9][0-9]?|minutes:([1-9][0-9]?|100)")
"""What completes a run: all sessions, all but one, half of them, so many, or so many percent of the time."""
Problem = tuple[str | None, str]


def run_problems(choices: RunChoices, *, taken: int) -> list[Problem]:
    """Everything wrong with what was chosen; ``taken`` is how many places are used up already."""
    sessions = session_problems(choices.sessions, delivery=choices.delivery)
    dates = [] if any(_spoils_dates(field) for field, _ in sessions) else list(_dates(choices))
    return [*_places(choices, taken), *_fences(choices), *dates, *sessions, *_texts(choices)]


def open_problems(*, course_state: str, book_by: datetime, starts_at: datetime, now: datetime) -> list[Problem]:
    """Why a run cannot be opened to booking."""
    problems: list[Problem] = []
    if course_state != CourseState.PUBLISHED:
        problems.append((None, "Publish the course before you open one of its runs"))
    if starts_at <= now:
        problems.append((None, "This run has already started, so it cannot be opened to booking"))
    elif book_by <= now:
        problems.append((None, "The last moment to book has passed. Change it before you open the run"))
    return problems


def _places(choices: RunChoices, taken: int) -> Iterator[Problem]:
    if not 1 <= choices.capacity <= MOST_PLACES:
        yield "capacity", f"The number of places must be between 1 and {MOST_PLACES:,}"
    elif choices.capacity < taken:
        yield "capacity", f"{_places_are(taken)} taken already, so the run cannot have fewer than {taken}"
    if choices.minimum < 0:
        yield "minimum", "The fewest people the run needs cannot be less than 0"
    elif choices.minimum > choices.capacity:
        yield "minimum", "The run cannot need more people than it has places"
    if choices.places_per_school is not None and not 1 <= choices.places_per_school <= MOST_PLACES:
        yield "places_per_school", f"Places per school must be between 1 and {MOST_PLACES:,}"


def _fences(choices: RunChoices) -> Iterator[Problem]:
    for number, fence in enumerate(choices.fences):
        if not 1 <= fence.places <= MOST_PLACES:
            yield f"fences-{number}-places", "Enter how many places are kept"
    if sum(fence.places for fence in choices.fences) > choices.capacity:
        yield "capacity", "The run cannot keep more places than it has"
    if len({fence.whom for fence in choices.fences}) < len(choices.fences):
        yield None, "Places are kept twice for the same schools. Put them into one line"


def _dates(choices: RunChoices) -> Iterator[Problem]:
    starts_at = first_start(choices.sessions)
    if choices.opens_at >= choices.book_by:
        yield "book_by", "The last moment to book must be after booking opens"
    if choices.book_by > starts_at:
        yield "book_by", "The last moment to book cannot be after the first session starts"
    if choices.cancel_by > starts_at:
        yield "cancel_by", "The last moment to cancel cannot be after the first session starts"
    if choices.released_at is not None and choices.released_at > choices.book_by:
        yield "released_at", "The other places must be released before booking ends"
    if choices.substitute_by is not None and choices.substitute_by > starts_at:
        yield "substitute_by", "The last moment to send a colleague cannot be after the first session starts"
    if choices.warn_on is not None and choices.warn_on > london(starts_at).date():
        yield "warn_on", "The day to warn cannot be after the first session"


def _texts(choices: RunChoices) -> Iterator[Problem]:
    if not 0 <= choices.joining_release_days <= MOST_DAYS:
        yield "joining_release_days", f"This must be between 0 and {MOST_DAYS} days"
    if choices.completion_rule and not COMPLETION.fullmatch(choices.completion_rule):
        yield "completion_rule", "Choose from the list"
    for field in ("joining_instructions", "access_facts"):
        if len(getattr(choices, field)) > LONGEST_TEXT:
            yield field, f"This must be {LONGEST_TEXT:,} characters or fewer"


def _places_are(taken: int) -> str:
    return "1 place is" if taken == 1 else f"{taken} places are"


def _spoils_dates(field: str | None) -> bool:
    """Without a usable date of the sessions nothing can be said about deadlines."""
    return field is None or field.endswith(("-day", "-start", "-end"))
