"""From words that were typed to offers, the likeliest first."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from inclusion_app.directory.search.rules.index import Index, Weights
from inclusion_app.directory.search.rules.lexicon import Meaning
from inclusion_app.directory.search.rules.sets import Places, bits
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
    order: Places | None
    reading: Reading


def ranked(index: Index, typed: str) -> Ranked:
    """The offers that answer what was typed, the likeliest first; every offer when nothing was."""
    reading = read(index, typed)
    if not reading.words:
        return Ranked(index.everything, None, reading)
    wanted = [_Wanted.of(index, words, meaning) for words, meaning in index.lexicon.parted(reading.words)]
    return _answers(wanted, reading, size=len(index.documents))


def read(index: Index, typed: str) -> Reading:
    """The words typed, each that nobody says replaced by the known one that is most like it; the last may be begun."""
    words, corrected = typed_words(typed), {}
    for number, word in enumerate(words):
        is_begun = number == len(words) - 1 and len(word) > 1 and index.begins(word)
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
        weights = _of_meaning(index, stems, meaning) if meaning else index.said(stems[0])
        if not weights.any() and len(words) == 1 and len(words[0]) > 1:
            weights = index.beginning_with(words[0]) * BEGUN
        having = int(np.count_nonzero(weights >= FULLY))
        rare = math.log(1 + (len(index.documents) + 1) / (having + 1))
        return cls(weights, rare * (WEAK_FACTOR if is_weak(stems) else 1.0))


def _of_meaning(index: Index, typed: tuple[str, ...], meaning: Meaning) -> Weights:
    """By the best of the phrases, and by the best of the tags."""
    found, tagged = np.zeros(len(index.documents)), np.zeros(len(index.documents))
    for phrase in meaning.phrases:
        factor = LITERAL if phrase == typed else 1.0
        np.maximum(found, _said_together(index, phrase) * factor, out=found)
    for code, weight in meaning.codes.items():
        having = index.tagged(code)
        tagged[having] = np.maximum(tagged[having], weight)
    return found + tagged


def _said_together(index: Index, phrase: tuple[str, ...]) -> Weights:
    """The offers that say all the words of the phrase; they weigh what the lightest of them does."""
    together: Weights = np.minimum.reduce([index.said(one) for one in phrase])
    return together


def _answers(wanted: Sequence[_Wanted], reading: Reading, *, size: int) -> Ranked:
    score, has = np.zeros(size), np.zeros(size)
    for one in wanted:
        score += one.weights * one.matters
        has += (one.weights > 0) * one.matters
    enough = (has > 0) & (has >= ENOUGH * has.max(initial=0.0))
    places = np.flatnonzero(enough)
    likely = np.round(score[places] * has[places] ** 2, 6)
    return Ranked(bits(enough), places[np.argsort(-likely, kind="stable")], reading)
