"""What the address of the catalogue asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from inclusion_app.training.catalogue.facets import FACETS, Sort, Wishes

LONGEST_WORDS = 200
NOT_A_DATE = "Enter a real date, such as 2026-10-05"
Span = tuple[date, date]


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...
    def getlist(self, key: str, /) -> list[str]: ...


@dataclass(frozen=True)
class Asked:
    """The wishes, and everything the form shows again: what was typed as dates, the term chosen, what was not read."""

    wishes: Wishes
    starts_from: str
    starts_to: str
    term: str
    problems: Mapping[str, str]


def asked(sent: Sent, terms: Mapping[str, Span]) -> Asked:
    """Read the address. ``terms`` has the first and last day of each term that can be chosen, by its name.

    What cannot be read narrows nothing, and is named in ``problems``.
    """
    problems: dict[str, str] = {}
    earliest, latest = (_day(sent.get(name, ""), name, problems) for name in ("from", "to"))
    if earliest and latest and latest < earliest:
        problems["to"] = "The last date must be the same as or after the first"
        earliest = latest = None
    wishes = Wishes(
        words=sent.get("words", "")[:LONGEST_WORDS].strip(),
        chosen={name: frozenset(value[:80] for value in sent.getlist(name) if value) for name in FACETS},
        earliest=earliest,
        latest=latest,
        place_free=sent.get("free", "") == "yes",
        sort=Sort.DATE if sent.get("sort", "") == Sort.DATE else Sort.TITLE,
    )
    term = sent.get("term", "")
    if term in terms:
        wishes = _within_term(wishes, terms[term])
    return Asked(wishes, sent.get("from", "")[:20], sent.get("to", "")[:20], term if term in terms else "", problems)


def _within_term(wishes: Wishes, term: Span) -> Wishes:
    """Dates and a term both chosen: a run has to lie in both."""
    return replace(
        wishes,
        earliest=max(term[0], wishes.earliest or term[0]),
        latest=min(term[1], wishes.latest or term[1]),
    )


def _day(typed: str, name: str, problems: dict[str, str]) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        problems[name] = NOT_A_DATE
        return None
