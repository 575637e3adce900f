"""What a workshop must say: when it is, who was there, and one to five priorities (domain.md 1.4, 13)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

MOST = 5
LONGEST_PRIORITY = 500
LONGEST_ATTENDED = 2_000
LONGEST_PLACE = 300


@dataclass(frozen=True)
class Meeting:
    """When and where a workshop is to be; the times are London's."""

    day: date | None
    starts: time | None
    ends: time | None
    place: str


@dataclass(frozen=True)
class Priority:
    """One thing agreed: a code of the framework's areas, and a sentence."""

    area: str
    text: str

    @property
    def is_blank(self) -> bool:
        """Nothing was filled in."""
        return not self.area and not self.text


@dataclass(frozen=True)
class Held:
    """What is recorded of a workshop that was held; ``priorities`` as they stand in the form, blank ones included."""

    day: date | None
    attended: str
    priorities: tuple[Priority, ...]

    @property
    def agreed(self) -> tuple[Priority, ...]:
        """Those that were filled in."""
        return tuple(priority for priority in self.priorities if not priority.is_blank)


def meeting_problems(said: Meeting, *, today: date) -> Iterator[tuple[str, str]]:
    """(field, sentence) for everything that keeps a workshop from being arranged."""
    if said.day is None:
        yield "day", "Enter the day of the workshop"
    elif said.day < today:
        yield "day", "The workshop must be today or later. If it has been held, record it below instead"
    if said.starts is None:
        yield "starts", "Enter when it starts, such as 15:30"
    if said.ends is None:
        yield "ends", "Enter when it ends, such as 17:00"
    elif said.starts is not None and said.ends <= said.starts:
        yield "ends", "It must end after it starts"
    if not said.place:
        yield "place", "Enter where it is, or how to join"
    elif len(said.place) > LONGEST_PLACE:
        yield "place", f"The place must be {LONGEST_PLACE} characters or fewer"


def held_problems(said: Held, *, today: date, areas: Collection[str]) -> Iterator[tuple[str, str]]:
    """(field, sentence) for everything that is missing in the record of a workshop."""
    if said.day is None:
        yield "held_on", "Enter the day on which the workshop was held"
    elif said.day > today:
        yield "held_on", "The workshop must be today or earlier: it is recorded once it has been held"
    if not said.attended:
        yield "attended", "Enter who of the school was there, with their roles"
    elif len(said.attended) > LONGEST_ATTENDED:
        yield "attended", f"This must be {LONGEST_ATTENDED:,} characters or fewer"
    if not said.agreed:
        yield "area_1", "Enter at least one priority: choose its area and say what was agreed"
    yield from _priority_problems(said.priorities, areas)


def _priority_problems(priorities: Sequence[Priority], areas: Collection[str]) -> Iterator[tuple[str, str]]:
    for number, priority in enumerate(priorities, 1):
        if priority.is_blank:
            continue
        if priority.area not in areas:
            yield f"area_{number}", f"Choose an area for priority {number}"
        if not priority.text:
            yield f"text_{number}", f"Say in a sentence what priority {number} is"
        elif len(priority.text) > LONGEST_PRIORITY:
            yield f"text_{number}", f"Priority {number} must be {LONGEST_PRIORITY} characters or fewer"
