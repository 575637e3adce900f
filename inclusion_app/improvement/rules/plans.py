"""What makes a plan: one to five actions, each with who, by when and how it will be known (domain.md 1.4, 14)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inclusion_app.improvement.states import Progress
from inclusion_app.schools.rules.calendar import TermDates, term_of

MOST = 5
LONGEST_WHAT = 500
LONGEST_WHY = 2_000
LONGEST_MEASURE = 1_000
LONGEST_NOTE = 1_000
FOLLOW_UP_TERMS = 2
WITHOUT_TERMS = timedelta(weeks=17)
LATEST_FOLLOW_UP = timedelta(days=730)
SATURDAY = 5
FULL = f"A plan has at most {MOST} actions. Change one of them, or take one out."


@dataclass(frozen=True)
class Wording:
    """What is said of one action; ``owner_id`` is a person of the school, none while nobody is named."""

    area: str
    what: str
    why: str
    owner_id: int | None
    due_on: date | None
    measure: str


def wording_problems(said: Wording, *, areas: Collection[str], staff: Collection[int]) -> Iterator[tuple[str, str]]:
    """(field, sentence) for what cannot be kept even in a draft: a draft may still have gaps."""
    if not said.what:
        yield "what", "Say what will be done"
    elif len(said.what) > LONGEST_WHAT:
        yield "what", f"This must be {LONGEST_WHAT} characters or fewer"
    if said.area and said.area not in areas:
        yield "area", "Choose an area of the framework"
    if len(said.why) > LONGEST_WHY:
        yield "why", f"This must be {LONGEST_WHY:,} characters or fewer"
    if said.owner_id is not None and said.owner_id not in staff:
        yield "owner", "Choose somebody of the school"
    if len(said.measure) > LONGEST_MEASURE:
        yield "measure", f"This must be {LONGEST_MEASURE:,} characters or fewer"


def gaps(said: Wording) -> Iterator[tuple[str, str]]:
    """(field, sentence) for what an action of a published plan may not lack."""
    if not said.area:
        yield "area", "Choose the area it is drawn from"
    if said.owner_id is None:
        yield "owner", "Choose who owns it"
    if said.due_on is None:
        yield "due_on", "Enter by when it is to be done"
    if not said.measure:
        yield "measure", "Say how it will be known that it has worked"


def publish_problems(
    actions: Sequence[tuple[int, Wording]], follow_up_on: date | None, *, today: date
) -> Iterator[tuple[str | None, str]]:
    """What keeps a plan from being published. ``actions`` are its (number, wording)."""
    if not actions:
        yield None, "Add at least one action before you publish the plan."
    if len(actions) > MOST:
        yield None, FULL
    for number, wording in actions:
        if missing := [_MISSING[field] for field, _ in gaps(wording)]:
            yield None, f"Action {number} still needs {_listed(missing)}."
    if follow_up_on is None:
        yield "follow_up_on", "Enter the day of the follow-up"
    elif follow_up_on <= today:
        yield "follow_up_on", "The follow-up must be after today"
    elif follow_up_on > today + LATEST_FOLLOW_UP:
        yield "follow_up_on", "The follow-up must be within two years"


def progress_problems(progress: str, note: str) -> Iterator[tuple[str, str]]:
    """What is wrong with how an action is said to be going."""
    if progress not in set(Progress):
        yield "progress", "Choose how far it has come"
    if len(note) > LONGEST_NOTE:
        yield "note", f"The note must be {LONGEST_NOTE:,} characters or fewer"
    if progress == Progress.REPLACED and not note:
        yield "note", "Say what is done instead"


def follow_up_default(day: date, terms: Sequence[TermDates]) -> date:
    """Two terms after that day: as far into the term after the next as the day is into its own, on a weekday.

    Where the terms are not known that far, seventeen weeks later.
    """
    now = term_of(day, terms)
    later = [term for term in terms if now is not None and term.starts > now.starts]
    if now is None or len(later) < FOLLOW_UP_TERMS:
        return _weekday(day + WITHOUT_TERMS)
    then = later[FOLLOW_UP_TERMS - 1]
    return _weekday(min(then.starts + (day - now.starts), then.ends))


def _weekday(day: date) -> date:
    """The day itself, or the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))


_MISSING = {"area": "an area", "owner": "an owner", "due_on": "a date", "measure": "a measure of success"}


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
