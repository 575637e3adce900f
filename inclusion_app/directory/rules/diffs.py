"""What has changed between two texts, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 3_000
"""Longer texts are compared line by line: comparing words takes their number squared."""


class Part(StrEnum):
    """What has become of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class FieldDiff:
    """One field that differs, as pieces in the order in which one reads them."""

    name: str
    pieces: tuple[tuple[Part, str], ...]


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> list[FieldDiff]:
    """The fields that differ, in their order; both have the same fields."""
    return [
        FieldDiff(name, tuple(pieces_of(before[name], text))) for name, text in after.items() if before[name] != text
    ]


def pieces_of(before: str, after: str) -> Iterator[tuple[Part, str]]:
    """The two texts as one; what is removed stands before what is added in its place.

    A single word that stays between two changes is shown with them: sentences are read, not words.
    """
    one, other = _words(before), _words(after)
    if max(len(one), len(other)) > MOST_WORDS:
        one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    removed = added = ""
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for place, (kind, i1, i2, j1, j2) in enumerate(codes):
        same = "".join(one[i1:i2]) if kind == "equal" else ""
        if kind == "equal" and not (0 < place < len(codes) - 1 and len(same.split()) <= 1):
            yield from _changed(removed, added)
            yield Part.KEPT, same
            removed = added = ""
        else:
            removed, added = removed + "".join(one[i1:i2]), added + "".join(other[j1:j2])
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[tuple[Part, str]]:
    if removed:
        yield Part.REMOVED, removed
    if added:
        yield Part.ADDED, added


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)
