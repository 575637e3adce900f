"""Confidence as a picture: where each point's mean lies between 1 and 5."""

from collections.abc import Sequence
from dataclasses import dataclass

from inclusion_app.training.feedback.queries.results import OutcomeFigures
from inclusion_app.training.feedback.rules.answers import SCALE
from inclusion_app.training.feedback.rules.figures import Sum
from inclusion_app.training.feedback.words import LABELS

LEFT, WIDTH = 8, 224
TICKS = tuple(LEFT + WIDTH * step // (len(SCALE) - 1) for step in range(len(SCALE)))


@dataclass(frozen=True)
class Dot:
    """One mean on the line; ``x`` is where it stands, nothing where it is hidden or there is none."""

    kind: str
    label: str
    figure: Sum
    x: float | None


@dataclass(frozen=True)
class Lines:
    """One outcome with the dots of its points."""

    text: str
    dots: Sequence[Dot]


def lines_of(outcomes: Sequence[OutcomeFigures]) -> list[Lines]:
    """A picture's lines, one outcome after the other."""
    return [
        Lines(o.text, [Dot(point.value, LABELS[point], said, _x(said)) for point, said in o.confidence.items()])
        for o in outcomes
    ]


def _x(said: Sum) -> float | None:
    if said.mean is None:
        return None
    return round(LEFT + WIDTH * (said.mean - SCALE[0]) / (SCALE[-1] - SCALE[0]), 1)
