"""What somebody may be about to type."""

from dataclasses import dataclass

from inclusion_app.directory.search.rules.index import Index, Suggestable
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


def suggestions(index: Index, typed: str) -> list[Suggestion]:
    """Terms, offers and providers that have words beginning with all those typed; those that begin so themselves
    first. Where there are none, what was most likely meant is tried."""
    words = words_in(typed)[:LONGEST_WORDS]
    if not words or len("".join(words)) < SHORTEST:
        return []
    found = _beginning(index, words)
    if not found:
        likely = [word if index.says(word) else index.corrected(word) or word for word in words]
        found = _beginning(index, likely) if likely != words else []
    return found


def _beginning(index: Index, words: list[str]) -> list[Suggestion]:
    start = "".join(f" {word}" for word in words)
    fits = [one for one in index.suggestable if all(f" {word}" in one.plain for word in words)]
    fits.sort(key=lambda one: (not one.plain.startswith(start), len(one.plain)))
    found: dict[tuple[str, str], Suggestion] = {}
    for kind, most in MOST.items():
        of_kind: dict[tuple[str, str], Suggestion] = {}
        for one in fits:
            if one.kind == kind and len(of_kind) < most:
                of_kind.setdefault(_key(one), Suggestion(one.text, one.kind, one.slug))
        found |= of_kind
    return list(found.values())


def _key(one: Suggestable) -> tuple[str, str]:
    return one.text, one.slug
