"""Teams by turns: what is fallen back on when the solver is stopped by its time before it has an answer as good."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from inclusion_app.reviews.matching.rules.candidates import Candidate, Choice
from inclusion_app.reviews.matching.rules.costs import cost_of
from inclusion_app.reviews.matching.rules.problem import Placed, Problem
from inclusion_app.reviews.states import Part

MOST_TEAMS = 2_000


def by_turns(problem: Problem, choices: Sequence[Choice]) -> list[Placed]:
    """One host after the other, those with the fewest candidates first, takes the cheapest team that is left."""
    used: Counter[int] = Counter(
        position
        for position, reviewer in enumerate(problem.reviewers)
        for pin in problem.pinned
        if pin.person_id == reviewer.person_id
    )
    places = [Placed(pin.review_id, pin.person_id, pin.part) for pin in problem.pinned]
    for number in sorted(range(len(choices)), key=lambda n: len(choices[n].candidates)):
        review_id = problem.hosts[number].review_id
        team = None if problem.pins_of(review_id) else _team(problem, choices[number], used)
        for position, candidate in enumerate(team or ()):
            used[candidate.reviewer] += 1
            part = Part.REVIEWER if position else Part.LEAD
            places.append(Placed(review_id, problem.reviewers[candidate.reviewer].person_id, part))
    return places


def _team(problem: Problem, choice: Choice, used: Counter[int]) -> list[Candidate] | None:
    """The lead first."""
    free = [c for c in choice.candidates if _room(problem, c, used) > 0]
    free.sort(key=lambda c: cost_of(c, problem.weights))
    for tried, team in enumerate(combinations(free, problem.team_size)):
        if tried >= MOST_TEAMS:
            return None
        lead = next((c for c in team if problem.reviewers[c.reviewer].may_lead), None)
        if lead is not None and any(c.knows_phase for c in team):
            return [lead, *(c for c in team if c is not lead)]
    return None


def _room(problem: Problem, candidate: Candidate, used: Counter[int]) -> int:
    reviewer = problem.reviewers[candidate.reviewer]
    return reviewer.capacity - len(reviewer.standing) - used[candidate.reviewer]
