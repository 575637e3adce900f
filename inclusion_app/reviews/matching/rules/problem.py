"""The assignment problem as plain values, and the answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from inclusion_app.reviews.states import Mode, Part
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts

MOST_WEIGHT = 10


@dataclass(frozen=True)
class Weights:
    """How much each wish counts, from 0 (not at all) to 10."""

    distance: int = 5
    expertise: int = 3
    spread: int = 3
    fresh: int = 4

    @property
    def said(self) -> dict[str, int]:
        """By name, as they are kept."""
        return asdict(self)


@dataclass(frozen=True)
class Pinned:
    """A place that stays as it is when solving again. ``accepted`` are codes of conflicts the office set aside."""

    review_id: int
    person_id: int
    part: Part
    accepted: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Problem:
    """Hosts without a team, everybody who could review, and what is asked for."""

    hosts: Sequence[HostFacts]
    reviewers: Sequence[ReviewerFacts]
    team_size: int = 2
    mode: Mode = Mode.POOL
    weights: Weights = field(default_factory=Weights)
    pinned: Sequence[Pinned] = ()

    def pins_of(self, review_id: int) -> list[Pinned]:
        """The places of one review that stay."""
        return [pin for pin in self.pinned if pin.review_id == review_id]


@dataclass(frozen=True)
class Placed:
    """One place of the answer."""

    review_id: int
    person_id: int
    part: Part


@dataclass(frozen=True)
class Answer:
    """Teams, and why a review has none or not a whole one, by its id. ``gap`` is the share left to the optimum."""

    places: Sequence[Placed]
    unserved: Mapping[int, Sequence[str]]
    seconds: float
    gap: float
    optimal: bool


def is_short(problem: Problem, review_id: int, places: Sequence[Placed]) -> bool:
    """The review has no whole team."""
    team = [place for place in places if place.review_id == review_id]
    return len(team) < problem.team_size or not any(place.part == Part.LEAD for place in team)
