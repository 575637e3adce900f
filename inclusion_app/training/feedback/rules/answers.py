"""What an answer must say at each point."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inclusion_app.training.states import FeedbackPoint

SCALE = range(1, 6)
LONGEST_TEXT = 5_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Said:
    """What somebody says. ``confidences`` is a number from 1 to 5 by outcome; ``rating`` is asked straight after, the
    line manager at the last point."""

    confidences: Mapping[int, int | None] = field(default_factory=dict)
    rating: int | None = None
    text: str = ""
    manager_name: str = ""
    manager_comment: str = ""


def confidence_field(outcome_id: int) -> str:
    """What the form calls the confidence in one outcome."""
    return f"outcome_{outcome_id}"


def problems_of(point: FeedbackPoint, said: Said, outcomes: Mapping[int, str]) -> Iterator[tuple[str | None, str]]:
    """What is missing or cannot be; ``outcomes`` are those of the course, by id."""
    for outcome_id, text in outcomes.items():
        if said.confidences.get(outcome_id) not in SCALE:
            yield confidence_field(outcome_id), f"Choose how confident you are, from 1 to 5: {text}"
    if said.confidences.keys() - outcomes.keys():
        yield None, "The course has changed since you opened this page. Open it again."
    if point == FeedbackPoint.AFTER and said.rating not in SCALE:
        yield "rating", "Choose how good the training was, from 1 to 5"
    if point == FeedbackPoint.LATER and not said.manager_name.strip():
        yield "manager_name", "Enter the name of your line manager, with whom you answer this"
    yield from _too_long(said)


def _too_long(said: Said) -> Iterator[tuple[str, str]]:
    if len(said.manager_name) > LONGEST_NAME:
        yield "manager_name", f"The name must be {LONGEST_NAME} characters or fewer"
    for name in ("text", "manager_comment"):
        if len(getattr(said, name)) > LONGEST_TEXT:
            yield name, f"This must be {LONGEST_TEXT:,} characters or fewer"
