"""What an offer says, as numbers: worked out once for each text, however often the index is made anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inclusion_app.directory.search.rules.words import stem

WEIGHTS = {"title": 5.0, "provider": 2.5, "place": 2.5, "summary": 2.0, "body": 0.6}
"""How much a word counts, by where it stands."""
Numbers = NDArray[np.int32]


class Numbering:
    """A number for every word that has ever been said; numbers are never given to another word."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def of(self, word: str) -> int:
        """The word's number; a new one where it has none."""
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
        return number

    def known(self, word: str) -> int | None:
        """The word's number, if it has one."""
        return self._numbers.get(word)

    def of_all(self, words: Iterable[str]) -> Numbers:
        """The numbers of those words."""
        return np.fromiter((self.of(word) for word in words), dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Said:
    """The words of one offer: each once for every place it stands in, and each stem with all it weighs."""

    words: Numbers
    stems: Numbers
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, texts: Mapping[str, str], numbering: Numbering) -> "Said":
        """What these texts say; words by where they stand, as ``plain`` makes them."""
        words: list[str] = []
        weights: dict[str, float] = {}
        for where, text in texts.items():
            said = sorted(set(text.split()))
            words += said
            for one in {stem(word) for word in said}:
                weights[one] = weights.get(one, 0.0) + WEIGHTS[where]
        return cls(numbering.of_all(words), numbering.of_all(weights), np.fromiter(weights.values(), dtype=np.float64))


class Postings:
    """Which offers say a stem, and what it weighs there."""

    def __init__(self, every: Iterable[Said], *, size: int) -> None:
        said = list(every)
        lengths = [len(one.stems) for one in said]
        stems = _joined([one.stems for one in said], dtype=np.int32)
        order = np.argsort(stems, kind="stable")
        self._places = np.repeat(np.arange(len(said), dtype=np.int32), lengths)[order]
        self._weights = _joined([one.weights for one in said], dtype=np.float64)[order]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(stems, minlength=size))))
        self._number = len(said)

    def says(self, number: int) -> bool:
        """Some offer says the stem with that number."""
        return bool(number + 1 < len(self._starts) and self._starts[number] < self._starts[number + 1])

    def weights(self, number: int | None) -> NDArray[np.float64]:
        """What the stem weighs in each offer, by its place: nought where it is not said."""
        found = np.zeros(self._number)
        if number is not None and self.says(number):
            part = slice(self._starts[number], self._starts[number + 1])
            found[self._places[part]] = self._weights[part]
        return found


def _joined(arrays: list[NDArray[np.generic]], *, dtype: type[np.generic]) -> NDArray[np.generic]:
    return np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
