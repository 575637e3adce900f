"""Matching as a mixed integer programme, solved by HiGHS (scipy).

A host is served by a whole team or not at all: exactly one lead, the other places, somebody of its phase. A host that
is not served costs so much that it happens only when it must, so there is always an answer, and the hosts that cannot
be served are found by it. Teams with a place that was locked may stay unfilled beside it.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from inclusion_app.reviews.matching.grouped import solve_groups
from inclusion_app.reviews.matching.rules.candidates import Candidate, Choice, choose, distances, knows_phase, why_none
from inclusion_app.reviews.matching.rules.costs import SECOND_REVIEW, UNFILLED, UNSERVED, cost_of
from inclusion_app.reviews.matching.rules.problem import Answer, Pinned, Placed, Problem, is_short
from inclusion_app.reviews.matching.turns import by_turns
from inclusion_app.reviews.states import Mode, Part
from inclusion_app.schools.states import Phase

TIME_LIMIT = 20.0
GAP = 0.01
NO_TIME = "No answer was found in the time there was: try again, or lock fewer places"
HALF = 0.5


@dataclass
class _Rows:
    """Constraints, row by row: lower <= sum(value * column) <= upper."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, terms: Iterable[tuple[int, float]], lower: float, upper: float) -> None:
        for column, value in terms:
            self.row.append(len(self.lower))
            self.column.append(column)
            self.value.append(value)
        self.lower.append(lower)
        self.upper.append(upper)


@dataclass
class _Model:
    """Columns with their costs and bounds, and what each place column stands for."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: _Rows = field(default_factory=_Rows)
    places: dict[int, tuple[int, int, Part]] = field(default_factory=dict)
    of_reviewer: dict[int, list[int]] = field(default_factory=dict)

    def column(self, cost: float, *, upper: float = 1.0, lower: float = 0.0, whole: int = 1) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1


def solve(problem: Problem, *, time_limit: float = TIME_LIMIT) -> Answer:
    """The best teams that can be found in the time (seconds), and why a host has none."""
    if not problem.hosts:
        return Answer((), {}, 0.0, 0.0, optimal=True)
    if problem.mode != Mode.POOL:
        return solve_groups(problem, time_limit=time_limit)
    begun = time.perf_counter()
    choices = _choices(problem)
    model = _model(problem, choices)
    result = _solved(model, time_limit)
    values = result.x if result.x is not None else np.zeros(len(model.cost))
    places = [
        Placed(problem.hosts[host].review_id, problem.reviewers[who].person_id, part)
        for column, (host, who, part) in model.places.items()
        if values[column] > HALF
    ]
    if result.status != 0:
        places = max(places, by_turns(problem, choices), key=len)
    unserved = {
        host.review_id: list(_why(problem, number, choices[number])) if result.x is not None else [NO_TIME]
        for number, host in enumerate(problem.hosts)
        if is_short(problem, host.review_id, places)
    }
    gap = float(result.mip_gap) if result.mip_gap is not None else 1.0
    return Answer(places, unserved, time.perf_counter() - begun, gap, optimal=result.status == 0)


def _solved(model: _Model, time_limit: float) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp  # large: for those who match, not for every server
    from scipy.sparse import coo_array

    rows = model.rows
    matrix = coo_array((rows.value, (rows.row, rows.column)), shape=(len(rows.lower), len(model.cost)))
    return milp(
        np.array(model.cost),
        integrality=np.array(model.whole),
        bounds=Bounds(np.array(model.lower), np.array(model.upper)),
        constraints=LinearConstraint(matrix.tocsr(), np.array(rows.lower), np.array(rows.upper)),
        options={"time_limit": time_limit, "mip_rel_gap": GAP},
    )


def _choices(problem: Problem) -> list[Choice]:
    metres = distances(problem.hosts, problem.reviewers)
    return [choose(host, problem.reviewers, metres[number].tolist()) for number, host in enumerate(problem.hosts)]


def _model(problem: Problem, choices: Sequence[Choice]) -> _Model:
    model = _Model()
    for number, choice in enumerate(choices):
        _host(model, problem, number, choice)
    _rooms(model, problem)
    return model


def _host(model: _Model, problem: Problem, number: int, choice: Choice) -> None:
    """Columns and rows of one host."""
    pins = problem.pins_of(problem.hosts[number].review_id)
    leads, others, of_phase = list[int](), list[int](), list[int]()
    for candidate in _with_pinned(problem, number, choice, pins):
        pin = next((p for p in pins if p.person_id == problem.reviewers[candidate.reviewer].person_id), None)
        for part, columns in ((Part.LEAD, leads), (Part.REVIEWER, others)):
            column = _place(model, problem, number, candidate, part=part, pin=pin)
            if column is not None:
                columns.append(column)
                of_phase += [column] if candidate.knows_phase else []
    missing = model.column(0.0 if pins else UNSERVED, upper=0.0 if pins else 1.0)
    most = problem.team_size - 1
    slack = [model.column(UNFILLED, upper=float(size) if pins else 0.0) for size in (1, most, 1)]
    one = [(column, 1.0) for column in leads]
    model.rows.add([*one, (missing, 1.0), (slack[0], 1.0)], 1.0, 1.0)
    rest = [(column, 1.0) for column in others]
    model.rows.add([*rest, (missing, float(most)), (slack[1], 1.0)], float(most), float(most))
    model.rows.add([*((c, 1.0) for c in of_phase), (missing, 1.0), (slack[2], 1.0)], 1.0, np.inf)


def _with_pinned(problem: Problem, number: int, choice: Choice, pins: Sequence[Pinned]) -> Iterator[Candidate]:
    """The candidates, and whoever is pinned without being one: the office has set aside what speaks against them."""
    yield from choice.candidates
    if not pins:
        return
    there = {problem.reviewers[candidate.reviewer].person_id for candidate in choice.candidates}
    for position, reviewer in enumerate(problem.reviewers):
        if any(pin.person_id == reviewer.person_id for pin in pins) and reviewer.person_id not in there:
            yield Candidate(position, 0.0, knows_phase(reviewer, problem.hosts[number]), 0, frozenset())


def _place(
    model: _Model, problem: Problem, number: int, candidate: Candidate, *, part: Part, pin: Pinned | None
) -> int | None:
    reviewer = problem.reviewers[candidate.reviewer]
    if pin is not None and pin.part != part:
        return None
    if pin is None and part == Part.LEAD and not reviewer.may_lead:
        return None
    column = model.column(cost_of(candidate, problem.weights), lower=1.0 if pin else 0.0)
    model.places[column] = (number, candidate.reviewer, part)
    model.of_reviewer.setdefault(candidate.reviewer, []).append(column)
    return column


def _rooms(model: _Model, problem: Problem) -> None:
    """Nobody gets more than they can take, or two places on one team; a second review of one person costs a little."""
    for position, columns in model.of_reviewer.items():
        reviewer = problem.reviewers[position]
        load = len(reviewer.standing)
        pinned = sum(pin.person_id == reviewer.person_id for pin in problem.pinned)
        room = max(reviewer.capacity - load, pinned)
        model.rows.add([(column, 1.0) for column in columns], 0.0, float(room))
        by_host: dict[int, list[int]] = {}
        for column in columns:
            by_host.setdefault(model.places[column][0], []).append(column)
        for both in by_host.values():
            if len(both) > 1:
                model.rows.add([(column, 1.0) for column in both], 0.0, 1.0)
        if room + load > 1 and problem.weights.spread:
            more = model.column(problem.weights.spread * SECOND_REVIEW, upper=float(room), whole=0)
            model.rows.add([*((column, 1.0) for column in columns), (more, -1.0)], -np.inf, float(max(0, 1 - load)))


def _why(problem: Problem, number: int, choice: Choice) -> Iterator[str]:
    host, pins = problem.hosts[number], problem.pins_of(problem.hosts[number].review_id)
    candidates, leads = choice.candidates, [c for c in choice.candidates if problem.reviewers[c.reviewer].may_lead]
    if pins:
        yield "Beside the locked places nobody fits who has room"
    elif not leads:
        yield "No lead reviewer who is free may review it"
    elif len(candidates) < problem.team_size:
        yield f"Only {len(candidates)} of {problem.team_size} reviewers who are free may review it"
    elif not any(candidate.knows_phase for candidate in candidates):
        yield f"Nobody who is free and may review it knows its phase ({Phase(host.school.phase).label.lower()})"
    else:
        yield "Everybody who may review it is needed elsewhere: more reviewers with room are needed nearby"
    yield from why_none(choice)
