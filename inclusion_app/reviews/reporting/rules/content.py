"""What a report says, as values: the same for the page, the document, and the version that is kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.rules.questions import SAID_OF_AREA

OVERALL = "overall"
SUMMARY = "summary"
FIELDS = SAID_OF_AREA[FormKind.REPORT]
"""The texts of one area of a report; the report as a whole has a summary alone, under the area ``OVERALL``."""


@dataclass(frozen=True)
class Level:
    """One level of the scale."""

    code: str
    title: str
    meaning: str


@dataclass(frozen=True)
class Basis:
    """How many pieces of evidence of one kind an area rests on."""

    kind: str
    pieces: int


@dataclass(frozen=True)
class AreaOfReport:
    """What the report says of one area; ratings are codes of the scale, empty for none."""

    code: str
    title: str
    texts: dict[str, str]
    rating: str
    shared: str
    self_rating: str
    basis: tuple[Basis, ...]

    @property
    def pieces(self) -> int:
        """Pieces of evidence together."""
        return sum(basis.pieces for basis in self.basis)

    @property
    def has_text(self) -> bool:
        """Something has been written on it."""
        return any(text.strip() for text in self.texts.values())


@dataclass(frozen=True)
class ReportContent:
    """A whole report. ``visit`` are its first and last day; ``response`` is the school's own."""

    school: str
    urn: int
    cycle: str
    framework: str
    visit: tuple[date, date] | None
    lead: str
    team: tuple[str, ...]
    uses_ratings: bool
    levels: tuple[Level, ...]
    summary: str
    areas: tuple[AreaOfReport, ...]
    response: str = ""

    def title_of(self, rating: str) -> str:
        """What a code of the scale is called; the code itself where the scale does not know it."""
        return next((level.title for level in self.levels if level.code == rating), rating)

    def as_json(self) -> dict[str, Any]:
        """As the row keeps it."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_day))
        return kept

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        visit = kept["visit"]
        areas = (dict(area) | {"basis": tuple(Basis(**basis) for basis in area["basis"])} for area in kept["areas"])
        return cls(
            **dict(kept)
            | {
                "visit": (date.fromisoformat(visit[0]), date.fromisoformat(visit[1])) if visit else None,
                "team": tuple(kept["team"]),
                "levels": tuple(Level(**level) for level in kept["levels"]),
                "areas": tuple(AreaOfReport(**area) for area in areas),
            }
        )


def digest_of(kept: Mapping[str, Any]) -> str:
    """SHA-256 of a content as it is kept: over its JSON with sorted keys, without blanks, in UTF-8."""
    said = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not kept in a report.")
