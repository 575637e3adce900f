"""What a program asks for: the parameters of the standard, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from inclusion_app.directory.open_data.ids import as_uuid
from inclusion_app.directory.rules.contacts import tidy_postcode
from inclusion_app.foundation.numbers import whole_number

PER_PAGE, MOST_PER_PAGE = 50, 200
LONGEST_SEARCH = 200
USUAL_METRES, MOST_METRES = 16_000, 200_000
DAYS = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})


class NotUnderstood(ValueError):
    """A parameter says something that cannot be meant; the message names it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which offers, and which page of them. ``timed`` asks for hours or days of the week, which offers do not have.

    ``postcode`` and ``metres`` ask for places so near.
    """

    page: int = 1
    per_page: int = PER_PAGE
    words: str = ""
    term_id: str = ""
    taxonomy_id: str = ""
    minimum_age: float | None = None
    maximum_age: float | None = None
    timed: bool = False
    postcode: str = ""
    metres: int = USUAL_METRES


def asked_for(sent: Mapping[str, str]) -> Asked:
    """The parameters that are known; others are passed over. Raises NotUnderstood."""
    return Asked(
        page=_from_one(sent, "page", usual=1),
        per_page=min(_from_one(sent, "per_page", usual=PER_PAGE), MOST_PER_PAGE),
        words=" ".join(sent.get("search", "")[:LONGEST_SEARCH].split()),
        term_id=_uuid(sent, "taxonomy_term_id"),
        taxonomy_id=_uuid(sent, "taxonomy_id"),
        minimum_age=_age(sent, "minimum_age"),
        maximum_age=_age(sent, "maximum_age"),
        timed=any([_time(sent, "start_time"), _time(sent, "end_time"), _day(sent)]),
        postcode=_postcode(sent),
        metres=min(_from_one(sent, "proximity", usual=USUAL_METRES), MOST_METRES),
    )


def _from_one(sent: Mapping[str, str], name: str, *, usual: int) -> int:
    typed = sent.get(name, "").strip()
    if not typed:
        return usual
    if whole_number(typed) < 1:
        raise NotUnderstood(f"{name} must be a whole number from 1.")
    return whole_number(typed)


def _uuid(sent: Mapping[str, str], name: str) -> str:
    typed = sent.get(name, "").strip()
    found = as_uuid(typed) if typed else ""
    if found is None:
        raise NotUnderstood(f"{name} must be a UUID.")
    return found


def _age(sent: Mapping[str, str], name: str) -> float | None:
    typed = sent.get(name, "").strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", typed):
        raise NotUnderstood(f"{name} must be an age in years.")
    return float(typed)


def _time(sent: Mapping[str, str], name: str) -> bool:
    typed = sent.get(name, "").strip()
    try:
        return bool(typed) and time.fromisoformat(typed) is not None
    except ValueError as problem:
        raise NotUnderstood(f"{name} must be a time such as 09:00.") from problem


def _day(sent: Mapping[str, str]) -> bool:
    typed = sent.get("day", "").strip().upper()
    if typed and typed[:2] not in DAYS:
        raise NotUnderstood("day must be a day of the week, such as MO.")
    return bool(typed)


def _postcode(sent: Mapping[str, str]) -> str:
    try:
        return tidy_postcode(sent.get("postcode", ""))
    except ValueError as problem:
        raise NotUnderstood("postcode must be a full postcode, such as ME14 1XX.") from problem
