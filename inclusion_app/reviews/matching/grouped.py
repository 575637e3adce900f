"""Pairs and threes: which schools are put together, so that each is reviewed by the others of its group.

Reviewers of a group review nobody else, so the best teams inside a group can be found for each group alone; which
groups there are is then a packing of schools, solved by HiGHS.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from inclusion_app.reviews.matching.rules.candidates import (
    Candidate,
    Choice,
    candidate_of,
    distances,
    is_blocked,
    metres_between,
    why_none,
)
from inclusion_app.reviews.matching.rules.costs import UNSERVED, cost_of
from inclusion_app.reviews.matching.rules.problem import Answer, Pinned, Placed, Problem, is_short
from inclusion_app.reviews.states import Mode, Part

NEIGHBOURS = {Mode.PAIRS: 14, Mode.THREES: 8}
SIZE = {Mode.PAIRS: 2, Mode.THREES: 3}
GAP = 0.01
REACH = 2
"""Two schools of one group are neighbours of a third: so many times as far apart."""
HALF = 0.5
MOST_TEAMS = 60
"""So many teams are tried for one host of one group."""
NO_GROUP = "No other school that is left can be put together with it: each must have a lead and enough reviewers"


@dataclass(frozen=True)
class _Group:
    members: tuple[int, ...]
    places: tuple[Placed, ...]
    cost: float


def solve_groups(problem: Problem, *, time_limit: float) -> Answer:
    """The groups that serve the most schools at the least cost, with their teams."""
    begun = time.perf_counter()
    near = _near(problem)
    choices = _choices(problem, near)
    groups = [found for members in _possible(problem, near) if (found := _staffed(problem, choices, members))]
    chosen, gap, optimal = _packed(groups, len(problem.hosts), time_limit)
    places = [place for group in chosen for place in group.places]
    unserved = {
        host.review_id: [NO_GROUP, *why_none(choices[number])]
        for number, host in enumerate(problem.hosts)
        if is_short(problem, host.review_id, places)
    }
    return Answer(places, unserved, time.perf_counter() - begun, gap, optimal=optimal)


def _near(problem: Problem) -> list[list[int]]:
    """For each school the others, the nearest first."""
    apart = metres_between([host.school for host in problem.hosts], [host.school for host in problem.hosts])
    return [[int(o) for o in np.argsort(row, kind="stable") if o != number] for number, row in enumerate(apart)]


def _choices(problem: Problem, near: Sequence[Sequence[int]]) -> list[Choice]:
    """For each host those of its neighbours whom nothing blocks."""
    apart = distances(problem.hosts, problem.reviewers)
    at_home: defaultdict[int, list[int]] = defaultdict(list)
    for position, reviewer in enumerate(problem.reviewers):
        at_home[reviewer.home.id if reviewer.home else 0].append(position)
    found = []
    for number, host in enumerate(problem.hosts):
        choice = Choice()
        schools = [problem.hosts[other].school.id for other in near[number][: REACH * NEIGHBOURS[problem.mode]]]
        for position in (position for school in schools for position in at_home[school]):
            reviewer = problem.reviewers[position]
            if not is_blocked(choice, reviewer, host):
                metres = float(apart[number, position])
                choice.candidates.append(candidate_of(position, reviewer, host, metres=metres))
        found.append(choice)
    return found


def _possible(problem: Problem, near: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Every group of schools that are neighbours of one of them."""
    others, size = NEIGHBOURS[problem.mode], SIZE[problem.mode]
    found = set[tuple[int, ...]]()
    for number, row in enumerate(near):
        found |= {tuple(sorted((number, *rest))) for rest in combinations(row[:others], size - 1)}
    return sorted(found)


def _staffed(problem: Problem, choices: Sequence[Choice], members: tuple[int, ...]) -> _Group | None:
    """The group with a team for each of its schools; nothing where one of them cannot have one."""
    schools = {problem.hosts[number].school.id for number in members}
    used: Counter[int] = Counter()
    places, cost = list[Placed](), 0.0
    for number in members:
        pool = [c for c in choices[number].candidates if _home(problem, c) in schools]
        found = _team(problem, number, pool, used)
        if found is None:
            return None
        team, price = found
        used.update(candidate.reviewer for candidate, _ in team)
        review_id = problem.hosts[number].review_id
        places += [Placed(review_id, problem.reviewers[c.reviewer].person_id, part) for c, part in team]
        cost += price
    return _Group(members, tuple(places), cost)


_Team = list[tuple[Candidate, Part]]


def _team(problem: Problem, number: int, pool: Sequence[Candidate], used: Counter[int]) -> tuple[_Team, float] | None:
    """The cheapest team for one host out of a few people."""
    pins = {pin.person_id: pin for pin in problem.pins_of(problem.hosts[number].review_id)}
    free = [c for c in pool if _has_room(problem, c, used)]
    free.sort(key=lambda c: (cost_of(c, problem.weights), c.reviewer))
    best: tuple[_Team, float] | None = None
    for tried, team in enumerate(_teams(problem, free, pins)):
        if tried >= MOST_TEAMS:
            break
        price = sum(cost_of(candidate, problem.weights) for candidate, _ in team)
        if best is None or price < best[1]:
            best = team, price
    return best


def _teams(problem: Problem, free: Sequence[Candidate], pins: dict[int, Pinned]) -> Iterator[_Team]:
    leads = [c for c in free if problem.reviewers[c.reviewer].may_lead]
    for lead in leads:
        for others in combinations([c for c in free if c is not lead], problem.team_size - 1):
            team = [(lead, Part.LEAD), *((other, Part.REVIEWER) for other in others)]
            if any(c.knows_phase for c, _ in team) and _keeps(problem, team, pins.values()):
                yield team


def _keeps(problem: Problem, team: _Team, pins: Iterable[Pinned]) -> bool:
    there = {(problem.reviewers[c.reviewer].person_id, part) for c, part in team}
    return all((pin.person_id, pin.part) in there for pin in pins)


def _has_room(problem: Problem, candidate: Candidate, used: Counter[int]) -> bool:
    reviewer = problem.reviewers[candidate.reviewer]
    return len(reviewer.standing) + used[candidate.reviewer] < reviewer.capacity


def _home(problem: Problem, candidate: Candidate) -> int:
    home = problem.reviewers[candidate.reviewer].home
    return home.id if home else 0


def _packed(groups: Sequence[_Group], hosts: int, time_limit: float) -> tuple[list[_Group], float, bool]:
    """The groups of which no two share a school, that serve the most schools at the least cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # large: for those who match, not for every server
    from scipy.sparse import coo_array

    if not groups:
        return [], 0.0, True
    entries = [(number, column) for column, group in enumerate(groups) for number in group.members]
    rows, columns = zip(*entries, strict=True)
    matrix = coo_array((np.ones(len(entries)), (rows, columns)), shape=(hosts, len(groups))).tocsr()
    result = milp(
        np.array([group.cost - UNSERVED * len(group.members) for group in groups]),
        integrality=np.ones(len(groups)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, -np.inf, 1.0),
        options={"time_limit": time_limit, "mip_rel_gap": GAP / 100},
    )
    values = result.x if result.x is not None else np.zeros(len(groups))
    gap = float(result.mip_gap) if result.mip_gap is not None else 1.0
    return [group for group, value in zip(groups, values, strict=True) if value > HALF], gap, result.status == 0
