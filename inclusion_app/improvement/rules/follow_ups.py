"""What an impact review must say: what became of every action, and how that is known (domain.md 1.4, 15)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inclusion_app.improvement.states import Impact

LONGEST_EVIDENCE = 2_000
LONGEST_SUMMARY = 3_000
RATINGS = ("1", "2", "3", "4")


@dataclass(frozen=True)
class Answer:
    """What is said of one action."""

    outcome: str
    evidence: str


@dataclass(frozen=True)
class FollowUp:
    """What is recorded: the day, an answer for each action by its id, ratings by area, and a text on the whole."""

    held_on: date | None
    summary: str
    answers: Mapping[int, Answer]
    ratings: Mapping[str, str]


def follow_up_problems(
    said: FollowUp, *, today: date, actions: Collection[int], areas: Collection[str]
) -> Iterator[tuple[str, str]]:
    """(field, sentence) for everything missing; ``actions`` are the ids of the plan's, ``areas`` may be rated."""
    if said.held_on is None:
        yield "held_on", "Enter the day of the follow-up"
    elif said.held_on > today:
        yield "held_on", "The follow-up must be today or earlier: it is recorded once it has been held"
    for number, action_id in enumerate(actions, 1):
        yield from _answer_problems(number, action_id, said.answers.get(action_id, Answer("", "")))
    for area, rating in said.ratings.items():
        if area not in areas or rating not in RATINGS:
            yield f"rating_{area}", "Choose a level, or leave it open"
    if len(said.summary) > LONGEST_SUMMARY:
        yield "summary", f"This must be {LONGEST_SUMMARY:,} characters or fewer"


def _answer_problems(number: int, action_id: int, answer: Answer) -> Iterator[tuple[str, str]]:
    if answer.outcome not in set(Impact):
        yield f"outcome_{action_id}", f"Choose what became of action {number}"
    if not answer.evidence:
        yield f"evidence_{action_id}", f"Say how you know, for action {number}"
    elif len(answer.evidence) > LONGEST_EVIDENCE:
        yield (
            f"evidence_{action_id}",
            f"The evidence for action {number} must be {LONGEST_EVIDENCE:,} characters or fewer",
        )
