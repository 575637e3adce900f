"""What somebody may be about to type."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.directory.search.rules.index import LAST, Index
from inclusion_app.directory.search.rules.words import words_in

MOST = {"term": 3, "offer": 4, "provider": 2}
SHORTEST = 2
LONGEST_WORDS = 6


@dataclass(frozen=True)
class Suggestion:
    """Words to search for, or an offer to go to; ``kind`` is term, provider or offer."""

    text: str
    kind: str
    slug: str


class Suggestable:
    """Everything that can be suggested, by each of its words."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._every = list(_every(index))
        said = [words_in(text) for text, _ in self._every]
        self._plain = [" ".join(words) for words in said]
        self._words = sorted({(word, place) for place, words in enumerate(said) for word in words})

    def suggestions(self, typed: str) -> list[Suggestion]:
        """Terms, offers and providers that have words beginning with all those typed; those that begin so themselves
        first. Where there are none, what was most likely meant is tried."""
        words = words_in(typed)[:LONGEST_WORDS]
        if not words or len("".join(words)) < SHORTEST:
            return []
        index, found = self._index, self._beginning(words)
        if not found:
            likely = [word if index.says(word) else index.corrected(word) or word for word in words]
            found = self._beginning(likely) if likely != words else []
        return found

    def _beginning(self, words: list[str]) -> list[Suggestion]:
        start, fits = " ".join(words), set.intersection(*(self._having(word) for word in words))
        likely = sorted(fits, key=lambda one: (not self._plain[one].startswith(start), len(self._plain[one]), one))
        found: dict[str, dict[Suggestion, None]] = {kind: {} for kind in MOST}
        for suggestion in (self._every[one][1] for one in likely):
            if len(found[suggestion.kind]) < MOST[suggestion.kind]:
                found[suggestion.kind].setdefault(suggestion)
        return [suggestion for of_kind in found.values() for suggestion in of_kind]

    def _having(self, begun: str) -> set[int]:
        first, last = bisect_left(self._words, (begun, -1)), bisect_left(self._words, (begun + LAST, -1))
        return {place for _, place in self._words[first:last]}


def _every(index: Index) -> Iterator[tuple[str, Suggestion]]:
    """What may be typed, and what it would suggest."""
    for term in index.lexicon.terms:
        if index.mask(term.facet, term.code):
            yield from ((said, Suggestion(term.label, "term", "")) for said in (term.label, *term.aliases))
    for place in index.by_title:
        document = index.documents[place]
        yield document.title, Suggestion(document.title, "offer", document.slug)
    for name in sorted({document.provider for document in index.documents}):
        yield name, Suggestion(name, "provider", "")
