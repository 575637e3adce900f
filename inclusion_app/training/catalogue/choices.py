"""What somebody chose for a course or a run, whether in the browser or in a file."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from inclusion_app.foundation.formats import short_day, when

TAGS = {"audiences": "audience", "phases": "phase", "needs": "need", "framework_areas": "framework-area"}
"""The scheme behind each field of tags."""
LATER = frozenset({"criteria", "charge_bands", "charge_base_pence", "certificate_after_feedback"})
"""Fields that came with a later release: where they say nothing, the hash is that of before."""


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
    criteria: str = ""
    charge_bands: str = ""
    charge_base_pence: int = 0
    certificate_after_feedback: bool = False

    @property
    def hash(self) -> str:
        """The same for the same content, in whatever order the tags stand."""
        said = {name: value for name, value in asdict(self).items() if name not in LATER or value}
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

    @property
    def said(self) -> str:
        """The session as people read it."""
        place = " · ".join(part for part in (self.venue, self.postcode, self.joining_link) if part)
        return f"{short_day(self.day)}, {self.start:%H:%M} to {self.end:%H:%M} · {place}"


@dataclass(frozen=True, kw_only=True)
class FenceChoices:
    """Places kept until a moment for some schools: ``whom`` is ``not-reached:``, ``phase:…`` or ``grouping:kind:…``;
    ``id`` is that of the row it changes, None for one more."""

    whom: str
    places: int
    until: datetime
    id: int | None = None

    @property
    def said(self) -> str:
        """The kept places as people read them."""
        return f"{self.places} for {self.whom} until {when(self.until)}"


@dataclass(frozen=True, kw_only=True)
class RunChoices:
    """Everything that is said of a run; the moments carry their zone.

    An empty ``completion_rule`` is the course's. ``warn_on`` is the day on which too few people are reported.
    """

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
    released_at: datetime | None = None
    warn_on: date | None = None
    substitute_by: datetime | None = None
    completion_rule: str = ""
    joining_release_days: int = 7
    fences: tuple[FenceChoices, ...] = ()


def texts_of(choices: CourseChoices | RunChoices) -> dict[str, str]:
    """Every field as people read it: for showing two versions side by side."""
    return {name: _text(value) for name, value in vars(choices).items()}


def _text(value: object) -> str:
    match value:
        case None | True | False:
            return {None: "no limit", True: "yes", False: "no"}[value]
        case datetime():
            return when(value)
        case date():
            return short_day(value)
        case SessionChoices() | FenceChoices():
            return value.said
        case tuple():
            return "\n".join(_text(item) for item in value)
        case _:
            return str(value)
