"""What the team's list of runs can be asked for."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from inclusion_app.foundation.numbers import whole_number
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.states import RunState

NOT_A_DATE = "Enter a real date, such as 2026-10-05"
LONGEST_WORDS = 200
USUAL = ("coming", "date")
"""What the list shows without being asked: left out of its address."""


class When(StrEnum):
    """Which runs by their dates."""

    COMING = "coming"
    PAST = "past"
    ANY = "any"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"coming": "To come", "past": "Past", "any": "Any time"}[self]


class Order(StrEnum):
    """Which run comes first."""

    DATE = "date"
    EMPTY = "empty"
    FULL = "full"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "date": "Date",
            "empty": "Emptiest first",
            "full": "Fullest first",
            "waiting": "Longest waiting list",
        }[self]


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, kw_only=True)
class RunWishes:
    """Wishes for the list. ``typed_from`` and ``typed_to`` are dates as typed; what is wrong stands in ``problems``.

    Runs to come, unless ``when`` says otherwise; with a risk or with dates, which say it better, runs of any time.
    """

    words: str = ""
    course: str = ""
    provider: str = ""
    strand: str = ""
    state: str = ""
    when: str = ""
    typed_from: str = ""
    typed_to: str = ""
    risk: str = ""
    sort: str = ""
    page: int = 1
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Sent) -> Self:
        """Read the address; what is not known asks for nothing."""
        said = {name: sent.get(parameter, "")[:LONGEST_WORDS].strip() for name, parameter in PARAMETERS.items()}
        for name, known in (("state", RunState), ("when", When), ("risk", Risk), ("sort", Order)):
            said[name] = said[name] if said[name] in list(known) and said[name] not in USUAL else ""
        said["course"] = said["course"] if whole_number(said["course"]) else ""
        problems: dict[str, str] = {}
        earliest, latest = (_day(said[name], PARAMETERS[name], problems) for name in ("typed_from", "typed_to"))
        if earliest and latest and latest < earliest:
            problems["to"] = "The last date must be the same as or after the first"
        return cls(**said, page=max(1, whole_number(sent.get("page", ""), otherwise=1)), problems=problems)

    @property
    def earliest(self) -> date | None:
        """The first London date on which runs may begin."""
        return None if self.problems else _day(self.typed_from, "", {})

    @property
    def latest(self) -> date | None:
        """The last London date on which runs may begin."""
        return None if self.problems else _day(self.typed_to, "", {})

    @property
    def time(self) -> When:
        """Past, to come, or both."""
        if self.when:
            return When(self.when)
        return When.ANY if self.risk or self.earliest or self.latest else When.COMING

    @property
    def order(self) -> Order:
        """Which run comes first."""
        return Order(self.sort or Order.DATE)

    @property
    def parameters(self) -> dict[str, str]:
        """What an address has to say for these wishes, on the first page."""
        return {parameter: getattr(self, name) for name, parameter in PARAMETERS.items() if getattr(self, name)}

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked for."""
        return not self.parameters


PARAMETERS = {f.name: f.name.removeprefix("typed_") for f in fields(RunWishes) if f.name not in {"page", "problems"}}
"""The name of each wish in an address."""


def _day(typed: str, name: str, problems: dict[str, str]) -> date | None:
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        problems[name] = NOT_A_DATE
        return None
    if not 1900 <= day.year <= 2200:
        problems[name] = NOT_A_DATE
        return None
    return day
