"""What conflict rules look at, as plain values: schools with their groups, reviewers with their past, reviews."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Span:
    """Days from ``since`` until the day before ``until``; what is not said reaches as far as is known."""

    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """The day is one of them."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    def touches(self, start: date, end: date) -> bool:
        """Any day from ``start`` to ``end``, both included, is one of them."""
        return (self.since is None or self.since <= end) and (self.until is None or self.until > start)


@dataclass(frozen=True)
class GroupPlace:
    """A school's time in a trust or federation; ``kind`` and ``name`` as people read them."""

    grouping_id: int
    kind: str
    name: str
    span: Span = field(default_factory=Span)


@dataclass(frozen=True)
class SchoolFacts:
    """A school. ``easting`` and ``northing`` are metres of the national grid; ``earlier`` are ids of the schools whose
    history is its own (itself not among them); ``groups`` are trusts and federations only."""

    id: int
    name: str
    phase: str
    easting: int | None = None
    northing: int | None = None
    groups: tuple[GroupPlace, ...] = ()
    earlier: frozenset[int] = frozenset()

    @property
    def line(self) -> frozenset[int]:
        """This school and those before it."""
        return self.earlier | {self.id}

    def groups_on(self, day: date) -> dict[int, GroupPlace]:
        """The trusts and federations it belongs to that day, by id."""
        return {place.grouping_id: place for place in self.groups if place.span.holds_on(day)}

    def metres_to(self, other: "SchoolFacts | None") -> float | None:
        """The straight line to another school; nothing where one of them is not on the map."""
        if other is None or None in (self.easting, self.northing, other.easting, other.northing):
            return None
        east, north = (self.easting or 0) - (other.easting or 0), (self.northing or 0) - (other.northing or 0)
        return float((east * east + north * north) ** 0.5)


@dataclass(frozen=True)
class Stay:
    """A role that somebody holds or held at a school."""

    school_id: int
    governs: bool
    span: Span


@dataclass(frozen=True)
class Tie:
    """What a reviewer has said of themselves and a school. ``until`` is the day it ended; none: it still holds."""

    school_id: int
    kind: str
    until: date | None = None


@dataclass(frozen=True)
class Away:
    """Days on which a reviewer cannot come, first and last included."""

    starts: date
    ends: date


@dataclass(frozen=True)
class ReviewerFacts:
    """A reviewer. ``works_at`` are the schools they hold a role at now, beside their home school, with their facts.

    ``standing`` are the reviews of this cycle that they are on, with their visits; ``visits`` those of any cycle.
    ``reviewed`` are the schools they reviewed in the cycle before, ``barred`` those whose objection was upheld, and
    ``reviewed_by`` the schools whose people review their own school in this cycle.
    """

    person_id: int
    name: str
    home: SchoolFacts | None
    works_at: tuple[SchoolFacts, ...] = ()
    stays: tuple[Stay, ...] = ()
    ties: tuple[Tie, ...] = ()
    away: tuple[Away, ...] = ()
    is_reviewer: bool = True
    accredited_on: date | None = None
    accredited_until: date | None = None
    paused_until: date | None = None
    may_lead: bool = False
    may_champion: bool = False
    phases: frozenset[str] = frozenset()
    expertise: frozenset[str] = frozenset()
    capacity: int = 2
    standing: frozenset[int] = frozenset()
    visits: tuple[tuple[int, date], ...] = ()
    reviewed: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    reviewed_by: frozenset[int] = frozenset()

    @property
    def schools(self) -> tuple[SchoolFacts, ...]:
        """Home school and every other one they work at."""
        if self.home is None or any(school.id == self.home.id for school in self.works_at):
            return self.works_at
        return (self.home, *self.works_at)

    def load_beside(self, review_id: int) -> int:
        """How many reviews of the cycle they are on, this one not counted."""
        return len(self.standing - {review_id})

    def knows(self, phase: str) -> bool:
        """Has experience of that phase: named by themselves, or that of the home school."""
        return phase in self.phases or (self.home is not None and self.home.phase == phase)


@dataclass(frozen=True)
class HostFacts:
    """A review, as far as conflicts are concerned. ``day`` is the visit (until it is agreed, the day visits begin or
    today, whichever is later), ``last_day`` its end; ``agreed``: there is a visit. ``term`` is the first and last day
    of the term of the visit; ``wishes`` are the codes of what the school would like looked at."""

    review_id: int
    school: SchoolFacts
    day: date
    last_day: date
    today: date
    agreed: bool = False
    pairs: bool = False
    term: tuple[date, date] | None = None
    wishes: frozenset[str] = frozenset()


def ids_of(schools: Iterable[SchoolFacts]) -> frozenset[int]:
    """Ids of the schools and of those before them."""
    return frozenset(number for school in schools for number in school.line)


def phases_of(people: Collection[ReviewerFacts]) -> frozenset[str]:
    """Every phase that somebody of them knows."""
    named = frozenset(phase for person in people for phase in person.phases)
    return named | {person.home.phase for person in people if person.home is not None}
