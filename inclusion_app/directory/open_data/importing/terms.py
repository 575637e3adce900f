"""Words of a file as terms of the vocabulary: by label, by code, or by what people also call it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from inclusion_app.foundation.words import plain

BETWEEN_TERMS = re.compile(r"[;\n]")
Index = Mapping[str, Mapping[str, str]]
"""Codes by the plain words for them, by scheme."""


@dataclass
class Terms:
    """Finds codes, and notes what nobody knows. ``taxonomies`` are the names of the schemes in open data."""

    index: Index
    taxonomies: Mapping[str, str]
    unknown: set[str] = field(default_factory=set)

    def codes(self, scheme: str, text: str) -> tuple[str, ...]:
        """The codes of that scheme that the text names, with semicolons or line ends between them."""
        known = self.index.get(scheme, {})
        found = set()
        for said in _parts(text):
            code = known.get(plain(said))
            if code is None:
                self.unknown.add(said[:80])
            else:
                found.add(code)
        return tuple(sorted(found))

    def of_any_scheme(self, text: str) -> dict[str, set[str]]:
        """Codes by scheme; ``taxonomy: name`` looks into that taxonomy alone where it is one of ours."""
        found: dict[str, set[str]] = {}
        for said in _parts(text):
            taxonomy, _, name = said.partition(": ")
            scheme = self.taxonomies.get(plain(taxonomy)) if name else None
            schemes = [scheme] if scheme else list(self.index)
            word = plain(name or said)
            hits = [(one, code) for one in schemes if (code := self.index.get(one, {}).get(word))]
            if not hits:
                self.unknown.add(said[:80])
            for one, code in hits[:1]:
                found.setdefault(one, set()).add(code)
        return found


def _parts(text: str) -> list[str]:
    return [said for part in BETWEEN_TERMS.split(text) if (said := " ".join(part.split()))]
