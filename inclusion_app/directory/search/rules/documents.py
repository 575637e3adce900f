"""An offer as the search sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from inclusion_app.directory.search.rules.said import Numbering, Said

FACETS = {
    "need": "need",
    "phase": "phase",
    "level": "graduated-level",
    "kind": "offer-kind",
    "cost": "offer-cost",
    "delivery": "delivery",
    "district": "district",
    "area": "framework-area",
}
"""The scheme behind each facet; districts are groups of schools, and a scheme here alone."""
Position = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """What an offer is found by: what it says, codes by facet, and where it is given.

    ``positions`` are eastings and northings in metres; ``county_wide`` offers are for every district.
    """

    offer_id: int
    title: str
    slug: str
    provider: str
    said: Said
    codes: Mapping[str, frozenset[str]]
    county_wide: bool = False
    positions: tuple[Position, ...] = field(default=())

    @classmethod
    def of_content(cls, offer_id: int, content: Mapping[str, Any], numbering: Numbering) -> Self:
        """As it stands in the index."""
        return cls(
            offer_id=offer_id,
            title=content["title"],
            slug=content["slug"],
            provider=content["provider"],
            said=Said.of(content["texts"], numbering),
            codes={name: frozenset(codes) for name, codes in content["codes"].items()},
            county_wide=content["county_wide"],
            positions=tuple((east, north) for east, north in content["positions"]),
        )


@dataclass(frozen=True)
class Term:
    """A term of the vocabulary, or a district, as far as searching needs it; ``broader`` is a code of its facet."""

    facet: str
    code: str
    label: str
    aliases: tuple[str, ...] = ()
    broader: str = ""
