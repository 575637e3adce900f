"""What phrases mean: terms of the vocabulary with their aliases, districts, and other words for the same."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inclusion_app.directory.search.rules.documents import Term
from inclusion_app.directory.search.rules.words import is_weak, stem, stems_of, words_in

Phrase = tuple[str, ...]
"""Stems, in order."""
Code = tuple[str, str]
"""A facet and a code."""
LONGEST_PHRASE = 5
PARTING = re.compile(r"\band/or\b|\band\b|,")
TAG_WEIGHTS = {"need": 3.0, "kind": 2.0, "district": 2.5}
OTHER_TAG, NARROWER_TAG = 1.0, 0.6
COUNTY_WIDE = ("district", "*")


@dataclass(frozen=True)
class Meaning:
    """What stands for the same: any of the phrases said, or any of the codes tagged with, each with its weight."""

    phrases: frozenset[Phrase]
    codes: Mapping[Code, float]


class Lexicon:
    """Meanings by the phrase that is typed."""

    def __init__(self, terms: Sequence[Term], synonyms: Sequence[Sequence[str]]) -> None:
        self.terms = terms
        self._phrases: defaultdict[Phrase, set[Phrase]] = defaultdict(set)
        self._codes: defaultdict[Phrase, dict[Code, float]] = defaultdict(dict)
        self.words = {word for said in self._said(terms, synonyms) for word in words_in(said)}
        for group in synonyms:
            phrases = {stems_of(said) for said in group}
            for phrase in phrases:
                self._phrases[phrase] |= phrases
        for term in terms:
            self._add_term(term)
        self.stems = {one for phrase in self._phrases for one in phrase}

    @staticmethod
    def _said(terms: Sequence[Term], synonyms: Sequence[Sequence[str]]) -> Iterator[str]:
        for term in terms:
            yield from (term.label, *term.aliases)
        for group in synonyms:
            yield from group

    def _add_term(self, term: Term) -> None:
        codes = {(term.facet, term.code): TAG_WEIGHTS.get(term.facet, OTHER_TAG)}
        for narrower in self.terms:
            if narrower.facet == term.facet and narrower.broader == term.code:
                codes[narrower.facet, narrower.code] = TAG_WEIGHTS.get(term.facet, OTHER_TAG) * NARROWER_TAG
        if term.facet == "district":
            codes[COUNTY_WIDE] = 0.2
        for said in (term.label, *term.aliases):
            phrase = stems_of(said)
            # the name of a kind, such as therapy, is said of much else; that of a need is not
            self._phrases[phrase] |= {phrase, stems_of(term.label)} if term.facet == "need" else {phrase}
            self._codes[phrase] |= codes
        if term.facet == "need":
            self._add_parts(term, codes)

    def _add_parts(self, term: Term, codes: Mapping[Code, float]) -> None:
        """Half of a name with an *and* in it points at the need as well, less strongly."""
        for part in PARTING.split(term.label):
            phrase = stems_of(part)
            if phrase and not is_weak(phrase):
                self._phrases[phrase].add(phrase)
                for code, weight in codes.items():
                    self._codes[phrase].setdefault(code, weight * NARROWER_TAG)

    def meaning_of(self, phrase: Phrase) -> Meaning | None:
        """Everything that the phrase may stand for: also by the terms that other words for the same are names of."""
        if phrase not in self._phrases:
            return None
        same = self._phrases[phrase]
        codes: dict[Code, float] = {}
        for one in same:
            codes |= self._codes.get(one, {})
        return Meaning(frozenset(same), codes)

    def parted(self, words: Sequence[str]) -> Iterator[tuple[Sequence[str], Meaning | None]]:
        """The words in their order, those together that mean something together: the longest phrase first."""
        place = 0
        while place < len(words):
            for length in range(min(LONGEST_PHRASE, len(words) - place), 0, -1):
                taken = words[place : place + length]
                meaning = self.meaning_of(tuple(stem(word) for word in taken))
                if meaning is not None or length == 1:
                    yield taken, meaning
                    place += length
                    break
