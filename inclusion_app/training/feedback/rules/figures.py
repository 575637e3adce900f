"""Which figures of feedback may be shown, so that nobody's own answer can be read off or worked out.

Everything is shown to one decimal: with the few answers there are, taking one figure from another leaves more doubt
than one step of the scale.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST_ANSWERS = 10
"""Confidence is hidden where fewer have answered (domain.md 5, *Confidence change*: n < 10 hidden)."""
FEWEST_TEXTS = 5
"""Texts carry no name, but a few of them can be guessed: people-level figures below 5 are hidden (domain.md 5)."""


@dataclass(frozen=True)
class Sum:
    """So many answers, and what their numbers come to."""

    count: int = 0
    total: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.count + other.count, self.total + other.total)

    @property
    def mean(self) -> float | None:
        """The mean to one decimal; nothing where too few have answered."""
        return round(self.total / self.count, 1) if self.count >= FEWEST_ANSWERS else None

    @property
    def is_hidden(self) -> bool:
        """There are answers, but too few to show."""
        return 0 < self.count < FEWEST_ANSWERS


@dataclass(frozen=True)
class Rate:
    """How many have answered, of those who were asked."""

    answered: int = 0
    asked: int = 0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.answered + other.answered, self.asked + other.asked)

    @property
    def percent(self) -> int | None:
        """As a whole per cent; nothing where nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None

    @property
    def missing(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered


def total_of(parts: Iterable[Sum]) -> Sum:
    """What the parts come to, for a page that shows each part as well.

    Parts with too few answers are in it only when they have enough together: otherwise taking the parts shown from
    the total would give them away. (To hide the next larger part instead would be no help: its own page shows it.)
    """
    parts = list(parts)
    small = sum((part for part in parts if part.is_hidden), Sum())
    large = sum((part for part in parts if not part.is_hidden), Sum())
    return large + small if small.count >= FEWEST_ANSWERS else (large if large.count else small)


def texts_to_show(texts: Sequence[str]) -> list[str]:
    """The texts, none where they are few, in an order that says nothing of who wrote which or when."""
    written = [text for text in texts if text.strip()]
    return sorted(written, key=str.casefold) if len(written) >= FEWEST_TEXTS else []
