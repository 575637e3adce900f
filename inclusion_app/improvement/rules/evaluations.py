"""Evaluations of the process: what is asked, what the office sees of it, and when a review is over (domain.md 1.4, 16).

The office reads means and free text only of five or more people of one voice in one cycle, and never who wrote what;
of a cycle that the schools own it reads no text at all.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inclusion_app.improvement.states import Item, Voice
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Preset

FEWEST_SHOWN = 5
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Evaluation:
    """What one person says: judgements by item, what they learned, what could be better."""

    scores: Mapping[Item, int]
    learned: str
    better: str


def evaluation_problems(said: Evaluation) -> Iterator[tuple[str, str]]:
    """(field, sentence) for everything that is missing."""
    for item in Item:
        if said.scores.get(item) not in range(1, 6):
            yield item.value.replace("-", "_"), f"Choose from 1 to 5: {item.label[0].lower()}{item.label[1:]}"
    for field, text in (("learned", said.learned), ("better", said.better)):
        if len(text) > LONGEST_TEXT:
            yield field, f"This must be {LONGEST_TEXT:,} characters or fewer"


def shows_text(preset: Preset) -> bool:
    """The office reads free text at all: not where everything written is the schools' own."""
    return preset != Preset.SCHOOL_OWNED


def voice_of(standings: Collection[Standing]) -> Voice | None:
    """As whom somebody evaluates: the host's headteacher, or a reviewer who has declared no conflict."""
    if Standing.HEAD in standings:
        return Voice.HOST
    if {Standing.LEAD, Standing.REVIEWER} & set(standings):
        return Voice.REVIEWER
    return None


def is_finished(*, hosts: int, missing_reviewers: int, close_on: date | None, today: date) -> bool:
    """The host and every reviewer have evaluated, or the time for it is over (none: the terms are not known)."""
    if hosts and not missing_reviewers:
        return True
    return close_on is not None and today > close_on
