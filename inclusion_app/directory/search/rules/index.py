"""All offers that can be found today, ready to be searched: what no database does alike, it does for both.

Sets of offers are whole numbers with a bit for each offer, so that to narrow, and to count, is one step however many
there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from inclusion_app.directory.search.rules.documents import FACETS, WEIGHTS, Document
from inclusion_app.directory.search.rules.lexicon import COUNTY_WIDE, Code, Lexicon
from inclusion_app.directory.search.rules.words import stem, words_in

SHORTEST_CORRECTED = 4
ONE = ord("1")
Weights = Mapping[int, float]
"""What a word weighs, by the place of the offer in the index."""


@dataclass(frozen=True)
class Suggestable:
    """Something that can be suggested while words are typed: ``plain`` has a blank in front of each word."""

    plain: str
    text: str
    kind: str
    slug: str = ""


class Index:
    """The offers in the order of their ids, each word with those that say it, each code with those that have it."""

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon) -> None:
        self.documents = sorted(documents, key=lambda document: document.offer_id)
        self.lexicon = lexicon
        self.everything = (1 << len(self.documents)) - 1
        self.place_of = {document.offer_id: place for place, document in enumerate(self.documents)}
        self._words: defaultdict[str, int] = defaultdict(int)
        self._postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for place, document in enumerate(self.documents):
            self._add_words(place, document)
        self.masks = self._masks()
        self._shown_by: dict[Code, int] = {}
        self.by_title = sorted(
            range(len(self.documents)), key=lambda place: (self.documents[place].title.casefold(), place)
        )
        self.suggestable = list(self._suggestable())
        self._known = sorted(set(self._words) | lexicon.words)

    def _add_words(self, place: int, document: Document) -> None:
        for where, text in document.texts.items():
            said = set(text.split())
            for word in said:
                self._words[word] += 1
            for one in {stem(word) for word in said}:
                weights = self._postings[one]
                weights[place] = weights.get(place, 0.0) + WEIGHTS[where]

    def _masks(self) -> dict[Code, int]:
        masks: defaultdict[Code, int] = defaultdict(int)
        for place, document in enumerate(self.documents):
            for facet, codes in document.codes.items():
                for code in codes:
                    masks[facet, code] |= 1 << place
            if document.county_wide:
                masks[COUNTY_WIDE] |= 1 << place
        return masks

    def _suggestable(self) -> Iterator[Suggestable]:
        for term in self.lexicon.terms:
            if self.mask(term.facet, term.code):
                yield from (Suggestable(_plain(said), term.label, "term") for said in (term.label, *term.aliases))
        providers = sorted({document.provider for document in self.documents})
        for place in self.by_title:
            document = self.documents[place]
            yield Suggestable(_plain(document.title), document.title, "offer", document.slug)
        yield from (Suggestable(_plain(name), name, "provider") for name in providers)

    def mask(self, facet: str, code: str) -> int:
        """The offers that a choice in a facet shows: those tagged with it or with what is under it, and in every
        district those for the whole county."""
        key = (facet, code)
        if key not in self._shown_by:
            self._shown_by[key] = self._shows(facet, code)
        return self._shown_by[key]

    def _shows(self, facet: str, code: str) -> int:
        found = self.masks.get((facet, code), 0)
        if FACETS.get(facet) == "need":
            for term in self.lexicon.terms:
                if term.facet == facet and term.broader == code:
                    found |= self.masks.get((facet, term.code), 0)
        return found | self.masks.get(COUNTY_WIDE, 0) if facet == "district" else found

    def said(self, one: str) -> Weights:
        """The offers that say a word with that stem."""
        return self._postings.get(one, {})

    def says(self, word: str) -> bool:
        """Some offer has the word, in any form, or it has a meaning."""
        return stem(word) in self._postings or stem(word) in self.lexicon.stems

    def beginning_with(self, begun: str) -> Weights:
        """The offers that say a word which begins so."""
        found: dict[int, float] = {}
        for one in {stem(word) for word in self._words if word.startswith(begun)}:
            for place, weight in self._postings[one].items():
                found[place] = max(found.get(place, 0.0), weight)
        return found

    def corrected(self, word: str) -> str | None:
        """The known word that somebody most likely meant: a letter or two apart, with the same beginning."""
        if len(word) < SHORTEST_CORRECTED or word.isdecimal():
            return None
        most = 1 if len(word) < 7 else 2
        near = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=most, limit=8)
        likely = [(distance, -self._words.get(known, 0), known) for known, distance, _ in near if _alike(word, known)]
        return min(likely)[2] if likely else None


def bits(places: Iterable[int]) -> int:
    """The set of those places."""
    every = list(places)
    size = max(every, default=0) + 1
    digits = bytearray(b"0" * size)
    for place in every:
        digits[size - 1 - place] = ONE
    return int(digits, 2)


def places_in(mask: int, order: Sequence[int]) -> list[int]:
    """The places of a set, in that order."""
    digits = bin(mask)[:1:-1]  # the last digit first; quicker than a shift for each
    size = len(digits)
    return [place for place in order if place < size and digits[place] == "1"]


def _alike(typed: str, known: str) -> bool:
    return len(known) >= SHORTEST_CORRECTED and (typed[0] == known[0] or sorted(typed[:2]) == sorted(known[:2]))


def _plain(text: str) -> str:
    return "".join(f" {word}" for word in words_in(text))
