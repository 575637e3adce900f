"""What somebody asks of the directory, and the address that says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from inclusion_app.directory.search.rules.documents import FACETS
from inclusion_app.foundation.numbers import whole_number

LONGEST_WORDS, LONGEST_NEAR, LONGEST_CODE = 200, 100, 60
MOST_CODES = 20
"""So many choices of one facet; an address that has more has not been made here."""


class Sort(StrEnum):
    """In which order offers stand."""

    BEST = "best"
    NEAREST = "nearest"
    CHECKED = "checked"
    TITLE = "title"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"best": "Best match", "nearest": "Nearest", "checked": "Newest check", "title": "Title"}[self]


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """Words, any one of the codes chosen in a facet, in every facet; ``near`` is how a school was typed."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    near: str = ""
    sort: Sort | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing narrows the directory."""
        return not (self.words or any(self.chosen.values()))

    @property
    def order(self) -> Sort:
        """The order asked for; else the likeliest first, or by title where there are no words."""
        return self.sort or (Sort.BEST if self.words else Sort.TITLE)

    @property
    def facets(self) -> str:
        """The choices alone, as an address says them."""
        return urlencode([(name, code) for name in FACETS for code in sorted(self.chosen.get(name, ()))])

    @property
    def query(self) -> str:
        """All of it, as an address says it: the same wishes always alike."""
        said = [("words", self.words)] if self.words else []
        rest = [("near", self.near)] if self.near else []
        rest += [("sort", self.sort.value)] if self.sort else []
        return "&".join(part for part in (urlencode(said), self.facets, urlencode(rest)) if part)

    def without(self, facet: str, code: str) -> "Wishes":
        """The same without one choice."""
        return replace(self, chosen={**self.chosen, facet: self.chosen.get(facet, frozenset()) - {code}})

    def address(self, *, page: int = 1) -> str:
        """Where they are answered."""
        query = "&".join(part for part in (self.query, f"page={page}" if page > 1 else "") if part)
        return f"/directory?{query}" if query else "/directory"


def wishes_of(sent: Sent) -> Wishes:
    """Read the address; what cannot be read narrows nothing."""
    sort = sent.get("sort", "")
    return Wishes(
        words=_line(sent.get("words", ""), LONGEST_WORDS),
        chosen={name: frozenset(_codes(sent.getlist(name))) for name in FACETS},
        near=_line(sent.get("near", ""), LONGEST_NEAR),
        sort=Sort(sort) if sort in list(Sort) else None,
    )


def page_of(sent: Sent) -> int:
    """Which page of the answer."""
    return whole_number(sent.get("page", ""), otherwise=1)


def wishes_of_query(query: str) -> Wishes:
    """The wishes that were kept as the end of an address."""
    return wishes_of(_Kept(query))


class _Kept:
    """A kept query, read as an address is."""

    def __init__(self, query: str) -> None:
        self._pairs = parse_qsl(query, max_num_fields=200) if query.count("&") < 200 else []

    def get(self, key: str, default: str, /) -> str:
        return next((value for name, value in self._pairs if name == key), default)

    def getlist(self, key: str, /) -> list[str]:
        return [value for name, value in self._pairs if name == key]


def _codes(sent: list[str]) -> list[str]:
    return [_line(code, LONGEST_CODE) for code in sent if code.strip()][:MOST_CODES]


def _line(typed: str, longest: int) -> str:
    return " ".join(typed.replace("\0", " ").split())[:longest].strip()
