"""What a reader of results has chosen: kept in the address, so that a page can be bookmarked and sent on."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

LONGEST = 120
WINDOWS = {"": "This school year", "three-years": "The last three school years", "ever": "Ever"}
"""How far back is counted when neither a term nor a year is chosen."""
PLACES = ("district", "community", "area", "trust", "cohort")
"""Filters that name a group of schools by its code."""


@dataclass(frozen=True)
class Filters:
    """Each as text; empty: not chosen.

    Groups by their code, ``phase`` and ``window`` by their value; ``term`` as 2026-1, ``year`` as 2026 (the calendar
    year in which it begins), ``cycle`` by its number.
    """

    district: str = ""
    community: str = ""
    area: str = ""
    phase: str = ""
    trust: str = ""
    cohort: str = ""
    term: str = ""
    year: str = ""
    cycle: str = ""
    window: str = ""

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "Filters":
        """What stands in an address. What cannot be read is left out, so that an old bookmark still opens a page."""
        chosen = {field.name: args.get(field.name, "").strip()[:LONGEST] for field in fields(cls)}
        return cls(**{name: value if _is_sound(name, value) else "" for name, value in chosen.items()})

    def to_args(self) -> dict[str, str]:
        """What an address needs to say: only what is chosen."""
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, name: str) -> "Filters":
        """The same without one choice."""
        return replace(self, **{name: ""})

    def with_(self, name: str, value: str) -> "Filters":
        """The same with one choice more, or another in its place."""
        return replace(self, **{name: value})

    @property
    def names_schools(self) -> bool:
        """Only some of the schools are wanted."""
        return bool(self.phase or any(getattr(self, kind) for kind in PLACES))

    @property
    def file_name_part(self) -> str:
        """The choices as they stand in the name of a file: ``district-E07000105_year-2026``, or ``all-schools``."""
        parts = (f"{name}-{re.sub(r'[^A-Za-z0-9-]+', '-', value)}" for name, value in self.to_args().items())
        return "_".join(parts) or "all-schools"

    @property
    def chosen_term(self) -> tuple[int, int] | None:
        """School year and number of the term, if one is chosen."""
        year, _, number = self.term.partition("-")
        return (int(year), int(number)) if self.term else None

    @property
    def chosen_year(self) -> int | None:
        """The calendar year in which the chosen school year begins: the year's own, or the term's."""
        if self.year:
            return int(self.year)
        return self.chosen_term[0] if self.chosen_term else None


_SHAPES = {
    "term": re.compile(r"20[0-9]{2}-[1-9]"),
    "year": re.compile(r"20[0-9]{2}"),
    "cycle": re.compile(r"[1-9][0-9]{0,8}"),
}


def _is_sound(name: str, value: str) -> bool:
    if name == "window":
        return value in WINDOWS
    shape = _SHAPES.get(name)
    return not value or (shape.fullmatch(value) is not None if shape else value.isprintable())
