"""Who could be put in a place, with what speaks for and against each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inclusion_app.reviews.models import Review
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.rules.conflicts import METRES, Conflict
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts

MOST = 60
NOWHERE = 1e9


@dataclass(frozen=True)
class Suggestion:
    """One reviewer for one place, in words."""

    person_id: int
    name: str
    school: str
    metres: float | None
    knows_phase: bool
    expertise: int
    load: int
    capacity: int
    conflicts: tuple[Conflict, ...]

    @property
    def blocks(self) -> bool:
        """A hard rule speaks against them."""
        return any(conflict.blocks for conflict in self.conflicts)

    @property
    def distance(self) -> str:
        """As people read it."""
        return "distance not known" if self.metres is None else f"{self.metres / METRES:.0f} km away"

    @property
    def explanation(self) -> str:
        """Distance, phase, expertise and load, in a sentence."""
        phase = "knows the phase" if self.knows_phase else "does not know the phase"
        fits = f", {self.expertise} of the school’s wishes fit" if self.expertise else ""
        return f"{self.distance}, {phase}{fits}, has {self.load} of {self.capacity} reviews"

    @property
    def line(self) -> str:
        """For a list of choices: conflicts and distance at once."""
        against = "; ".join(conflict.sentence for conflict in self.conflicts)
        marked = f" – {'BLOCKED' if self.blocks else 'note'}: {against}" if against else ""
        return f"{self.name} ({self.school or 'no school'}): {self.explanation}{marked}"


def suggestions_for(review: Review, part: str, *, today: date, without: Collection[int] = ()) -> list[Suggestion]:
    """The best reviewers for a part of this team, those whom nothing blocks first. ``without``: on the team already."""
    facts = facts_of(review.cycle, [review], today=today)
    found = [suggestion(facts, person_id, review.id, part) for person_id in facts.reviewers if person_id not in without]
    found.sort(key=lambda one: (one.blocks, len(one.conflicts) > 0, _far(one), one.name))
    return found[:MOST]


def suggestion(facts: Facts, person_id: int, review_id: int, part: str) -> Suggestion:
    """One reviewer for one place."""
    reviewer, host = facts.reviewers[person_id], facts.hosts[review_id]
    return _suggestion(reviewer, host, facts.conflicts(person_id, review_id, part))


def _suggestion(reviewer: ReviewerFacts, host: HostFacts, conflicts: Collection[Conflict]) -> Suggestion:
    return Suggestion(
        person_id=reviewer.person_id,
        name=reviewer.name,
        school=reviewer.home.name if reviewer.home else "",
        metres=host.school.metres_to(reviewer.home),
        knows_phase=reviewer.knows(host.school.phase),
        expertise=len(reviewer.expertise & host.wishes),
        load=reviewer.load_beside(host.review_id),
        capacity=reviewer.capacity,
        conflicts=tuple(conflicts),
    )


def _far(one: Suggestion) -> float:
    return NOWHERE if one.metres is None else one.metres
