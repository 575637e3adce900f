"""From words that were typed to offers, the likeliest first."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inclusion_app.directory.search.rules.index import Index, Weights, bits, places_in
from inclusion_app.directory.search.rules.lexicon import Meaning
from inclusion_app.directory.search.rules.words import is_weak, stem, typed_words

WEAK_FACTOR = 0.15
LITERAL = 1.25
"""An offer that says the very words stands before one that says other words for the same."""
BEGUN = 0.7
FULLY = 0.5
"""An offer for the whole county has the name of a district, but hardly."""
ENOUGH = 0.6
"""An offer is shown that has so much of what the best one has of the words."""


@dataclass(frozen=True)
class Reading:
    """How what was typed was read: ``corrected`` has each word that was read as another, by what was typed."""

    words: tuple[str, ...]
    corrected: Mapping[str, str]


@dataclass(frozen=True)
class Ranked:
    """The offers that answer the words, by their places in the index; ``order`` is None where nothing was typed."""

    mask: int
    order: Sequence[int] | None
    reading: Reading


def ranked(index: Index, typed: str) -> Ranked:
    """The offers that answer what was typed, the likeliest first; every offer when nothing was."""
    reading = read(index, typed)
    if not reading.words:
        return Ranked(index.everything, None, reading)
    wanted = [_Wanted.of(index, words, meaning) for words, meaning in _parts(index, reading.words)]
    return _answers(wanted, reading)


def read(index: Index, typed: str) -> Reading:
    """The words typed, each that nobody says replaced by the known one that is most like it; the last may be begun."""
    words, corrected = typed_words(typed), {}
    for number, word in enumerate(words):
        is_begun = number == len(words) - 1 and len(word) > 1 and index.beginning_with(word)
        if not index.says(word) and not is_begun and (likely := index.corrected(word)):
            corrected[word] = likely
    return Reading(tuple(corrected.get(word, word) for word in words), corrected)


@dataclass(frozen=True)
class _Wanted:
    """One word or phrase: what each offer has of it, and how much it matters."""

    weights: Weights
    matters: float

    @classmethod
    def of(cls, index: Index, words: Sequence[str], meaning: Meaning | None) -> "_Wanted":
        stems = tuple(stem(word) for word in words)
        weights = _of_meaning(index, stems, meaning) if meaning else dict(index.said(stems[0]))
        if not weights and len(words) == 1 and len(words[0]) > 1:
            weights = {place: weight * BEGUN for place, weight in index.beginning_with(words[0]).items()}
        having = sum(weight >= FULLY for weight in weights.values())
        rare = math.log(1 + (len(index.documents) + 1) / (having + 1))
        return cls(weights, rare * (WEAK_FACTOR if is_weak(stems) else 1.0))


def _parts(index: Index, words: Sequence[str]) -> list[tuple[Sequence[str], Meaning | None]]:
    return list(index.lexicon.parted(words))


def _of_meaning(index: Index, typed: tuple[str, ...], meaning: Meaning) -> dict[int, float]:
    """By the best of the phrases, and by the best of the tags."""
    found: dict[int, float] = {}
    for phrase in sorted(meaning.phrases):
        factor = LITERAL if phrase == typed else 1.0
        for place, weight in _said_together(index, phrase).items():
            found[place] = max(found.get(place, 0.0), weight * factor)
    tagged: dict[int, float] = {}
    for code, weight in sorted(meaning.codes.items()):
        for place in places_in(index.masks.get(code, 0), range(len(index.documents))):
            tagged[place] = max(tagged.get(place, 0.0), weight)
    for place, weight in tagged.items():
        found[place] = found.get(place, 0.0) + weight
    return found


def _said_together(index: Index, phrase: tuple[str, ...]) -> Weights:
    """The offers that say all the words of the phrase; they weigh what the lightest of them does."""
    if len(phrase) == 1:
        return index.said(phrase[0])
    first, *others = sorted((index.said(one) for one in phrase), key=len)
    return {
        place: min(weight, *(other[place] for other in others))
        for place, weight in first.items()
        if all(place in other for other in others)
    }


def _answers(wanted: Sequence[_Wanted], reading: Reading) -> Ranked:
    score: dict[int, float] = {}
    has: dict[int, float] = {}
    for one in wanted:
        for place, weight in one.weights.items():
            score[place] = score.get(place, 0.0) + weight * one.matters
            has[place] = has.get(place, 0.0) + one.matters
    best = max(has.values(), default=0.0)
    enough = [place for place, share in has.items() if share >= ENOUGH * best]
    order = sorted(enough, key=lambda place: (-round(score[place] * has[place] ** 2, 6), place))
    return Ranked(bits(order), order, reading)
