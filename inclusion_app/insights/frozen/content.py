"""What a freeze holds: figures as rows of text and numbers, written so that the same figures are the same bytes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from inclusion_app.insights.figures import Figure, Hiding

ALL = ""


@dataclass(frozen=True)
class FrozenFigure:
    """One measure over all schools, or (``kind``, ``code``, ``group``) in one group. What was hidden is not kept."""

    measure: str
    name: str
    numerator: int
    denominator: int
    hiding: str = ""
    kind: str = ALL
    code: str = ALL
    group: str = ALL

    @property
    def figure(self) -> Figure:
        """As a figure again."""
        return Figure(self.numerator, self.denominator, Hiding(self.hiding))


def frozen(measure: str, name: str, figure: Figure, **group: str) -> FrozenFigure:
    """The figure as it is kept: without its numbers where they may not be shown."""
    if figure.hidden:
        return FrozenFigure(measure, name, 0, 0, figure.hiding.value, **group)
    return FrozenFigure(measure, name, figure.numerator, figure.denominator, **group)


def written(figures: Sequence[FrozenFigure]) -> str:
    """The rows as text."""
    return json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, sort_keys=True, indent=0)


def read(text: str) -> list[FrozenFigure]:
    """The rows again."""
    return [FrozenFigure(**row) for row in json.loads(text)]


def hash_of(text: str) -> str:
    """What shows that nothing was changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def last_month_end(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)
