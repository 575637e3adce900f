"""What somebody chose for a course or a run, whether in the browser or in a file."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from inclusion_app.foundation.formats import short_day, when

TAGS = {"audiences": "audience", "phases": "phase", "needs": "need", "framework_areas": "framework-area"}
"""The scheme behind each field of tags."""


@dataclass(frozen=True, kw_only=True)
class CourseChoices:
    """Everything that is said of a course; terms, provider and prerequisites by their codes.

    ``cost_pence`` is per place. ``places_per_school`` and ``valid_for_months`` are None where there is no limit.
    """

    title: str
    strand: str
    provider: str
    summary: str
    delivery: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    framework_areas: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    length: str = ""
    taker: str = "person"
    entry: str = "book"
    cost_pence: int = 0
    funded_by: str = ""
    places_per_school: int | None = None
    valid_for_months: int | None = None
    completion_rule: str = "all"

    @property
    def hash(self) -> str:
        """The same for the same content, in whatever order the tags stand."""
        said = asdict(self)
        for name in (*TAGS, "prerequisites"):
            said[name] = sorted(said[name])
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class SessionChoices:
    """One meeting, on the London wall clock; ``id`` is that of the session it changes, None for one more."""

    day: date
    start: time
    end: time
    venue: str = ""
    postcode: str = ""
    joining_link: str = ""
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RunChoices:
    """Everything that is said of a run; the moments carry their zone."""

    provider: str
    delivery: str
    capacity: int
    opens_at: datetime
    book_by: datetime
    cancel_by: datetime
    sessions: tuple[SessionChoices, ...]
    minimum: int = 0
    places_per_school: int | None = None
    joining_instructions: str = ""
    access_facts: str = ""


def texts_of(choices: CourseChoices | RunChoices) -> dict[str, str]:
    """Every field as people read it: for showing two versions side by side."""
    return {name: _text(value) for name, value in vars(choices).items()}


def _text(value: object) -> str:
    match value:
        case None:
            return "no limit"
        case datetime():
            return when(value)
        case date():
            return short_day(value)
        case SessionChoices():
            place = " · ".join(part for part in (value.venue, value.postcode, value.joining_link) if part)
            return f"{short_day(value.day)}, {value.start:%H:%M} to {value.end:%H:%M} · {place}"
        case tuple():
            return "\n".join(_text(item) for item in value)
        case _:
            return str(value)
