"""What a school would like looked at, found in its own words."""

import re
from collections.abc import Iterable, Sequence

SHORTEST = 3


def wished(said: str, terms: Iterable[tuple[str, Sequence[str]]]) -> frozenset[str]:
    """The codes of every term that one of its names stands in the text for, as whole words."""
    text = said.lower()
    if not text.strip():
        return frozenset()
    return frozenset(code for code, names in terms if any(_stands_in(name.lower(), text) for name in names))


def _stands_in(name: str, text: str) -> bool:
    return len(name) >= SHORTEST and re.search(rf"\b{re.escape(name)}\b", text) is not None
