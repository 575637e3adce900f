"""A timetable: what it can say, who would be in two places at once, and what peers usually do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time
from itertools import combinations

from inclusion_app.reviews.visits.kinds import ActivityKind

MOST_ACTIVITIES = 60
LENGTHS = {"with_whom": 200, "how_many": 40, "place": 100, "alongside": 200}
LABELS = {"with_whom": "With whom", "how_many": "How many", "place": "Where", "alongside": "Who of the school is there"}

NORMS: dict[str, str] = {
    "pupils": "6 to 8 pupils, without an adult who teaches them; one group of pupils who are harder to reach",
    "staff": "3 to 6 members of staff, of different roles",
    "families": "6 to 8 parents or carers, one group of whom are harder to reach",
    "governors": "The SEND governor, and one or two others",
    "learning-walk": "Several classes and year groups, together with somebody of the school",
    "work": "Work of a few pupils over some weeks, together with somebody of the school",
}
"""What peers usually plan, offered and never demanded (domain.md 1.6)."""


@dataclass(frozen=True)
class ActivityChoices:
    """What is said of one activity. ``members`` are people of the team, by id."""

    day: int
    starts: time
    ends: time
    kind: str
    with_whom: str = ""
    how_many: str = ""
    place: str = ""
    alongside: str = ""
    members: frozenset[int] = field(default_factory=frozenset)


def activity_problems(said: ActivityChoices, *, days: int, team: frozenset[int]) -> list[tuple[str | None, str]]:
    """What is wrong, beside the field; ``days`` is how many days the visit takes, ``team`` whom it can name."""
    return list(_problems(said, days=days, team=team))


def _problems(said: ActivityChoices, *, days: int, team: frozenset[int]) -> Iterator[tuple[str | None, str]]:
    if not 1 <= said.day <= days:
        yield "day", "Choose a day of the visit"
    if said.ends <= said.starts:
        yield "ends", "It must end after it starts"
    if said.kind not in set(ActivityKind):
        yield "kind", "Choose what is done"
    if said.members - team:
        yield "members", "Choose people of the team"
    for name, most in LENGTHS.items():
        if len(getattr(said, name)) > most:
            yield name, f"{LABELS[name]} must be {most} characters or fewer"


@dataclass(frozen=True)
class Placed:
    """One activity as far as clashes go."""

    day: int
    starts: time
    ends: time
    members: frozenset[int]


def clashes(activities: Sequence[Placed]) -> list[tuple[int, int, time]]:
    """Who would be in two places at once: person, day, from when; each once."""
    found = {
        (person, one.day, max(one.starts, other.starts))
        for one, other in combinations(activities, 2)
        if one.day == other.day and one.starts < other.ends and other.starts < one.ends
        for person in one.members & other.members
    }
    return sorted(found, key=lambda clash: (clash[1], clash[2], clash[0]))


def _usual(start: str, end: str, kind: str, whom: str = "", *, many: str = "") -> ActivityChoices:
    return ActivityChoices(1, time.fromisoformat(start), time.fromisoformat(end), kind, whom, many)


USUAL_DAY = (
    _usual("08:45", "09:15", "meeting", "Headteacher and coordinator"),
    _usual("09:15", "10:15", "learning-walk", "Several classes and year groups"),
    _usual("10:30", "11:00", "pupils", "Pupils, without an adult who teaches them", many="6 to 8"),
    _usual("11:00", "11:30", "pupils", "Pupils who are harder to reach", many="6 to 8"),
    _usual("11:30", "12:15", "staff", "Staff of different roles", many="3 to 6"),
    _usual("12:15", "13:00", "break"),
    _usual("13:00", "13:30", "families", "Parents and carers, also those who are harder to reach", many="6 to 8"),
    _usual("13:30", "14:15", "work", "Work of a few pupils over some weeks"),
    _usual("14:15", "14:45", "governors", "SEND governor"),
    _usual("14:45", "15:30", "meeting", "The team alone: what was seen"),
    _usual("15:30", "16:00", "meeting", "Headteacher and coordinator: first impressions"),
)
"""A day as peers usually plan it, to begin with."""
