"""All offers that can be found today, ready to be searched: what no database does alike, it does for both."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from inclusion_app.directory.search.rules.documents import FACETS, Document, Position
from inclusion_app.directory.search.rules.lexicon import COUNTY_WIDE, Code, Lexicon
from inclusion_app.directory.search.rules.said import Numbering, Postings
from inclusion_app.directory.search.rules.sets import Places, flags, places
from inclusion_app.directory.search.rules.words import stem

SHORTEST_CORRECTED = 4
LAST = "\U0010ffff"
Weights = NDArray[np.float64]
"""What a word weighs, by the place of the offer in the index; nought where it is not said."""


class Index:
    """The offers in the order of their ids, each word with those that say it, each code with those that have it."""

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon, numbering: Numbering) -> None:
        self.documents = sorted(documents, key=lambda document: document.offer_id)
        self.lexicon = lexicon
        self.everything = (1 << len(self.documents)) - 1
        self.place_of = {document.offer_id: place for place, document in enumerate(self.documents)}
        self._ids = places(document.offer_id for document in self.documents)
        self._numbering = numbering
        self._postings = Postings((one.said for one in self.documents), size=len(numbering.words))
        self._times = dict(self._counted())
        self._words = sorted(self._times)
        self._known = sorted({*self._words, *lexicon.words})
        self.masks = self._masks()
        self._shown_by: dict[Code, int] = {}
        titles = sorted(range(len(self.documents)), key=lambda place: (self.documents[place].title.casefold(), place))
        self.by_title = places(titles)
        everywhere = [(place, *where) for place, one in enumerate(self.documents) for where in one.positions]
        self._given = np.array(everywhere, dtype=np.int64).reshape(-1, 3)

    def _counted(self) -> Iterator[tuple[str, int]]:
        """Each word with how often it is said."""
        if self.documents:
            times = np.bincount(np.concatenate([one.said.words for one in self.documents]))
            yield from ((self._numbering.words[number], int(times[number])) for number in np.flatnonzero(times))

    def _masks(self) -> dict[Code, int]:
        having: defaultdict[Code, bytearray] = defaultdict(lambda: bytearray(len(self.documents) // 8 + 1))
        for place, document in enumerate(self.documents):
            codes = [(facet, code) for facet, codes in document.codes.items() for code in codes]
            for code in [*codes, COUNTY_WIDE] if document.county_wide else codes:
                having[code][place // 8] |= 1 << place % 8
        return {code: int.from_bytes(held, "little") for code, held in having.items()}

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

    def tagged(self, code: Code) -> Places:
        """The offers that have exactly this code."""
        return np.flatnonzero(flags(self.masks.get(code, 0), len(self.documents)))

    def places_of(self, offer_ids: Sequence[int]) -> Places:
        """Where these offers stand in the index, in their order, without those that are not in it."""
        ids = places(offer_ids)
        found = np.searchsorted(self._ids, ids)
        there = found < len(self._ids)
        there[there] = self._ids[found[there]] == ids[there]
        return found[there]

    def said(self, one: str) -> Weights:
        """What a stem weighs in each offer."""
        return self._postings.weights(self._numbering.known(one))

    def metres_from(self, here: Position) -> Weights:
        """How far each offer is from there, by its place; endless for those given nowhere in particular."""
        found = np.full(len(self.documents), np.inf)
        owners, east, north = self._given.T
        np.minimum.at(found, owners, np.hypot(east - here[0], north - here[1]))
        return found

    def says(self, word: str) -> bool:
        """Some offer has the word, in any form, or it has a meaning."""
        number = self._numbering.known(stem(word))
        return (number is not None and self._postings.says(number)) or stem(word) in self.lexicon.stems

    def begins(self, begun: str) -> bool:
        """Some offer says a word that begins so."""
        first = bisect_left(self._words, begun)
        return first < len(self._words) and self._words[first].startswith(begun)

    def beginning_with(self, begun: str) -> Weights:
        """The offers that say a word which begins so, with what the heaviest of these words weighs."""
        found = np.zeros(len(self.documents))
        words = self._words[bisect_left(self._words, begun) : bisect_left(self._words, begun + LAST)]
        for one in {stem(word) for word in words}:
            np.maximum(found, self.said(one), out=found)
        return found

    def corrected(self, word: str) -> str | None:
        """The known word that somebody most likely meant: a letter or two apart, with the same beginning."""
        if len(word) < SHORTEST_CORRECTED or word.isdecimal():
            return None
        most = 1 if len(word) < 7 else 2
        near = process.extract(word, self._known, scorer=OSA.distance, score_cutoff=most, limit=8)
        likely = [(distance, -self._times.get(known, 0), known) for known, distance, _ in near if _alike(word, known)]
        return min(likely)[2] if likely else None


def _alike(typed: str, known: str) -> bool:
    return len(known) >= SHORTEST_CORRECTED and (typed[0] == known[0] or sorted(typed[:2]) == sorted(known[:2]))
