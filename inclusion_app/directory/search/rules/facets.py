"""Choices that narrow the directory, and how many offers each would show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inclusion_app.directory.search.rules.documents import FACETS
from inclusion_app.directory.search.rules.index import Index

LEGENDS = {
    "need": "Need",
    "phase": "Phase",
    "level": "Level of support",
    "kind": "Kind of support",
    "cost": "Cost",
    "delivery": "How it is given",
    "district": "District",
    "area": "Area of the review framework",
}


@dataclass(frozen=True)
class Option:
    """One choice in a facet, and how many offers it would show; ``finer`` stands under another."""

    value: str
    label: str
    count: int
    chosen: bool
    finer: bool = False


@dataclass(frozen=True)
class Facet:
    """A facet with its choices, in the vocabulary's order."""

    name: str
    legend: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Narrowed:
    """The offers that answer everything, and the facets with what each further choice would show."""

    mask: int
    facets: tuple[Facet, ...]


def narrowed(index: Index, found: int, *, chosen: Mapping[str, frozenset[str]]) -> Narrowed:
    """Narrow the offers found by the words. Any one of the codes chosen in a facet, in every facet; the counts of a
    facet respect what is chosen in all the others."""
    allowed = {name: _any_of(index, name, codes=chosen[name]) for name in FACETS if chosen.get(name)}
    facets = []
    for name in FACETS:
        base = _all_of(found, {other: mask for other, mask in allowed.items() if other != name})
        options = tuple(_options(index, name, base=base, chosen=chosen.get(name, frozenset())))
        facets.append(Facet(name, LEGENDS[name], options))
    return Narrowed(_all_of(found, allowed), tuple(facets))


def labels_of(index: Index, chosen: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str, str]]:
    """Every choice with its facet, its code and what people call it; codes that are nothing are left out."""
    for term in index.lexicon.terms:
        if term.code in chosen.get(term.facet, ()):
            yield term.facet, term.code, term.label


def _options(index: Index, facet: str, *, base: int, chosen: frozenset[str]) -> Iterator[Option]:
    terms = [term for term in index.lexicon.terms if term.facet == facet]
    for term in terms:
        count = (base & index.mask(facet, term.code)).bit_count()
        is_there = index.mask(facet, term.code) or term.code in chosen
        if is_there:
            yield Option(term.code, term.label, count, term.code in chosen, bool(term.broader))


def _any_of(index: Index, facet: str, *, codes: frozenset[str]) -> int:
    found = 0
    for code in codes:
        found |= index.mask(facet, code)
    return found


def _all_of(found: int, allowed: Mapping[str, int]) -> int:
    for mask in allowed.values():
        found &= mask
    return found
