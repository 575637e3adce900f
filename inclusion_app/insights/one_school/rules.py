"""Three things to ask a school next, from what is known of it: pure functions over facts (domain.md 5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

MOST = 3
LONG_AGO = timedelta(days=365)
MANY_NO_SHOWS = 3


class Ask(StrEnum):
    """What a question is about; the words stand in the template."""

    INVITED = "invited"
    OVERDUE = "overdue"
    WORKSHOP = "workshop"
    FOLLOW_UP = "follow-up"
    LATE_ACTIONS = "late-actions"
    NOT_REACHED = "not-reached"
    GAP = "gap"
    RUNS_OUT = "runs-out"
    NO_SHOWS = "no-shows"
    USES = "uses"
    REVIEW = "review"
    SHARE = "share"
    NEEDS = "needs"
    FAMILIES = "families"


@dataclass(frozen=True)
class Question:
    """One thing to ask: what it is about, and the name, cycle, number or day that belongs to it."""

    about: Ask
    name: str = ""
    cycle: str = ""
    number: int = 0
    day: date | None = None


@dataclass(frozen=True)
class Facts:
    """What questions are made of. ``invited_to`` and ``overdue``, a stage with its cycle, are of reviews; ``last_on``
    the last training of any strand or report; ``gaps`` strands in which nothing holds; ``unsaid_uses`` offers used
    without a word on whether they helped."""

    invited_to: str = ""
    answer_by: date | None = None
    overdue: str = ""
    overdue_in: str = ""
    overdue_since: date | None = None
    waits_for_workshop: bool = False
    follow_up_on: date | None = None
    late_actions: int = 0
    last_on: date | None = None
    gaps: Sequence[str] = field(default_factory=tuple)
    soon: int = 0
    no_shows: int = 0
    unsaid_uses: int = 0
    has_review: bool = False
    is_full_circle: bool = False


def three_questions(facts: Facts, *, today: date) -> list[Question]:
    """Exactly three, what cannot wait first; where little is known there are questions that always fit."""
    found = [*_of_reviews(facts, today), *_of_training(facts, today), *_of_the_rest(facts), *_that_always_fit()]
    return found[:MOST]


def _of_reviews(facts: Facts, today: date) -> Iterator[Question]:
    if facts.overdue:
        yield Question(Ask.OVERDUE, name=facts.overdue, cycle=facts.overdue_in, day=facts.overdue_since)
    if facts.late_actions:
        yield Question(Ask.LATE_ACTIONS, number=facts.late_actions)
    if facts.invited_to:
        yield Question(Ask.INVITED, name=facts.invited_to, day=facts.answer_by)
    if facts.waits_for_workshop:
        yield Question(Ask.WORKSHOP)
    if facts.follow_up_on and facts.follow_up_on >= today:
        yield Question(Ask.FOLLOW_UP, day=facts.follow_up_on)


def _of_training(facts: Facts, today: date) -> Iterator[Question]:
    if facts.last_on is None or facts.last_on < today - LONG_AGO:
        yield Question(Ask.NOT_REACHED, day=facts.last_on)
    for label in facts.gaps[:1]:
        yield Question(Ask.GAP, name=label)
    if facts.soon:
        yield Question(Ask.RUNS_OUT, number=facts.soon)
    if facts.no_shows >= MANY_NO_SHOWS:
        yield Question(Ask.NO_SHOWS, number=facts.no_shows)


def _of_the_rest(facts: Facts) -> Iterator[Question]:
    if facts.unsaid_uses:
        yield Question(Ask.USES, number=facts.unsaid_uses)
    if facts.is_full_circle:
        yield Question(Ask.SHARE)
    if not facts.has_review and not facts.invited_to:
        yield Question(Ask.REVIEW)


def _that_always_fit() -> Iterator[Question]:
    yield Question(Ask.NEEDS)
    yield Question(Ask.FAMILIES)
    yield Question(Ask.SHARE)
