"""Which reviewers are looked at for each host: the nearest, some who know its phase, and some who may lead.

600 hosts and 900 reviewers make half a million pairs; a few dozen for each host are enough, and those a rule blocks
are passed over on the way, so that a host in the middle of a large trust is not left with its own trust alone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inclusion_app.reviews.teams.rules.conflicts import SPECIALIST, Code, hard_conflicts, soft_conflicts
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts, SchoolFacts

NEAREST, OF_PHASE, LEADS = 20, 6, 6
UNKNOWN_METRES = 40_000.0
"""What a distance counts as where one of the two is not on the map."""


@dataclass(frozen=True)
class Candidate:
    """A reviewer (by position) that nothing blocks for this host."""

    reviewer: int
    metres: float
    knows_phase: bool
    expertise: int
    soft: frozenset[Code]


@dataclass
class Choice:
    """What was found for one host: candidates, and how many of those passed over each rule blocked."""

    candidates: list[Candidate] = field(default_factory=list)
    blocked: Counter[Code] = field(default_factory=Counter)
    without_room: int = 0


def distances(hosts: Sequence[HostFacts], reviewers: Sequence[ReviewerFacts]) -> NDArray[np.float64]:
    """Metres from each host (row) to each reviewer's home school (column)."""
    return metres_between([host.school for host in hosts], [reviewer.home for reviewer in reviewers])


def metres_between(those: Sequence[SchoolFacts], these: Sequence[SchoolFacts | None]) -> NDArray[np.float64]:
    """Metres from each of those schools (row) to each of these (column)."""
    rows, columns = _points(those), _points(these)
    apart = np.hypot(rows[:, None, 0] - columns[None, :, 0], rows[:, None, 1] - columns[None, :, 1])
    return np.where(np.isnan(apart), UNKNOWN_METRES, apart)


def _points(schools: Sequence[SchoolFacts | None]) -> NDArray[np.float64]:
    known = [(s.easting, s.northing) if s and s.easting is not None else (np.nan, np.nan) for s in schools]
    return np.array(known, dtype=np.float64).reshape(-1, 2)


def choose(host: HostFacts, reviewers: Sequence[ReviewerFacts], metres: Sequence[float]) -> Choice:
    """The candidates for one host, the nearest first. ``metres`` are to each reviewer."""
    choice, phase, leads = Choice(), 0, 0
    for number in sorted(range(len(reviewers)), key=lambda position: (metres[position], position)):
        reviewer = reviewers[number]
        if len(choice.candidates) >= NEAREST and phase >= OF_PHASE and leads >= LEADS:
            break
        knows = knows_phase(reviewer, host)
        if not _is_wanted(choice, knows and phase < OF_PHASE, reviewer.may_lead and leads < LEADS):
            continue
        if is_blocked(choice, reviewer, host):
            continue
        phase, leads = phase + knows, leads + reviewer.may_lead
        choice.candidates.append(candidate_of(number, reviewer, host, metres=metres[number]))
    return choice


def _is_wanted(choice: Choice, *reasons: bool) -> bool:
    return len(choice.candidates) < NEAREST or any(reasons)


def knows_phase(reviewer: ReviewerFacts, host: HostFacts) -> bool:
    """Can stand for the host's phase on a team; special schools need somebody from the specialist sector."""
    if host.school.phase in SPECIALIST:
        known = reviewer.phases | ({reviewer.home.phase} if reviewer.home else set())
        return bool(known & SPECIALIST)
    return reviewer.knows(host.school.phase)


def is_blocked(choice: Choice, reviewer: ReviewerFacts, host: HostFacts) -> bool:
    """Something speaks against them; counted, so that it can be said why there is nobody."""
    if reviewer.load_beside(host.review_id) >= reviewer.capacity:
        choice.without_room += 1
        return True
    found = {conflict.code for conflict in hard_conflicts(reviewer, host)}
    if not found and _paused(reviewer, host):
        found = {Code.AWAY}
    choice.blocked.update(found)
    return bool(found)


def _paused(reviewer: ReviewerFacts, host: HostFacts) -> bool:
    return any(conflict.code == Code.AWAY for conflict in soft_conflicts(reviewer, host))


def candidate_of(number: int, reviewer: ReviewerFacts, host: HostFacts, *, metres: float) -> Candidate:
    """The reviewer at that position, as a candidate for the host."""
    soft = frozenset(conflict.code for conflict in soft_conflicts(reviewer, host))
    hits = len(reviewer.expertise & host.wishes)
    return Candidate(number, float(metres), knows_phase(reviewer, host), hits, soft)


def why_none(choice: Choice) -> Iterator[str]:
    """What kept others from being candidates, and how many."""
    for code, number in sorted(choice.blocked.items()):
        yield f"{number} {'reviewer' if number == 1 else 'reviewers'}: {BLOCKED_BY[code]}"
    if choice.without_room:
        yield f"{choice.without_room} {'reviewer' if choice.without_room == 1 else 'reviewers'}: no room in this cycle"


BLOCKED_BY = {
    Code.WORKED_THERE: "work or have worked there",
    Code.SAME_TRUST: "from the same trust or federation",
    Code.GOVERNS: "governors there",
    Code.FAMILY: "with a child or family there",
    Code.CONSULTS: "paid by the school in the last two years",
    Code.NOT_ACCREDITED: "training missing or run out",
    Code.CASEWORK: "with casework there for the council",
    Code.OBJECTION_UPHELD: "the school has objected",
    Code.AWAY: "paused, or away on the day",
    Code.FULL: "no room",
    Code.NO_LEAD: "not accredited as lead",
}
