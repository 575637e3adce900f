"""A county is matched within seconds; every hard rule is looked at again here, by other code than the solver's."""

import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean

import pytest

from inclusion_app.reviews.matching.rules.problem import Answer, Pinned, Problem
from inclusion_app.reviews.matching.solver import solve
from inclusion_app.reviews.states import Mode, Part
from inclusion_app.reviews.teams.rules.facts import HostFacts, ReviewerFacts, SchoolFacts
from tests.support.matching import DAY, county

SPECIALIST = {"special", "alternative-provision"}
SECONDS = 10
"""Of the processor: how long it takes by the clock depends on what else the machine is doing."""


def broken(problem: Problem, answer: Answer) -> list[str]:
    """Every hard rule that a proposal breaks, from the plain facts: nothing here calls the rules that made it."""
    hosts = {host.review_id: host for host in problem.hosts}
    people = {reviewer.person_id: reviewer for reviewer in problem.reviewers}
    found, teams = [], defaultdict(list)
    for place in answer.places:
        teams[place.review_id].append(place)
        found += [f"{place}: {why}" for why in may_not(people[place.person_id], hosts[place.review_id])]
    for review_id, team in teams.items():
        phase, known = hosts[review_id].school.phase, set[str]()
        for place in team:
            home = people[place.person_id].home
            known |= {*people[place.person_id].phases, home.phase if home else ""}
        fits = known & SPECIALIST if phase in SPECIALIST else {phase} & known
        leads = [place for place in team if place.part == Part.LEAD]
        ok = len(leads) == 1 and people[leads[0].person_id].may_lead and len(team) == problem.team_size
        if not ok or not fits or len({place.person_id for place in team}) != len(team):
            found.append(f"the team of {review_id}")
    loads = Counter(place.person_id for place in answer.places)
    return found + [
        f"{who} has {n}" for who, n in loads.items() if n > people[who].capacity - len(people[who].standing)
    ]


def may_not(who: ReviewerFacts, host: HostFacts) -> list[str]:
    target, since = host.school.id, date(2023, 9, 1)  # three school years before that of February 2027
    found = ["home"] if who.home and who.home.id == target else []
    found += ["stay" for s in who.stays if s.school_id == target and (s.span.until or date.max) > since]
    ended_before = {"employed": since, "consults": DAY - timedelta(days=730)}
    ties = [tie for tie in who.ties if tie.school_id == target]
    found += [tie.kind for tie in ties if (tie.until or date.max) >= ended_before.get(tie.kind, DAY)]
    if groups_on_day(host.school) & set().union(*(groups_on_day(school) for school in who.works_at)):
        found.append("trust")
    if who.accredited_on is None or (who.accredited_until is not None and who.accredited_until < DAY):
        found.append("accreditation")
    return found


def groups_on_day(school: SchoolFacts) -> set[int]:
    return {
        place.grouping_id
        for place in school.groups
        if (place.span.since or date.min) <= DAY < (place.span.until or date.max)
    }


def greedy(problem: Problem) -> list[tuple[int, ReviewerFacts]]:
    """The baseline: one host after the other takes the nearest lead, then the nearest others that are left."""
    room = {who.person_id: who.capacity - len(who.standing) for who in problem.reviewers}
    taken = []
    for host in problem.hosts:
        near = sorted(problem.reviewers, key=lambda who: (metres(host, who), who.person_id))
        free = [who for who in near if room[who.person_id] > 0 and not may_not(who, host)]
        lead = next((who for who in free if who.may_lead), None)
        rest = [who for who in free if who is not lead]
        fits = SPECIALIST if host.school.phase in SPECIALIST else {host.school.phase}
        if lead is not None and not fits & lead.phases:
            rest.sort(key=lambda who: not fits & who.phases)
        team = [*(who for who in [lead] if who is not None), *rest[: problem.team_size - 1]]
        if len(team) == problem.team_size and lead is not None and any(fits & who.phases for who in team):
            for who in team:
                room[who.person_id] -= 1
                taken.append((host.review_id, who))
    return taken


def metres(host: HostFacts, who: ReviewerFacts) -> float:
    apart = host.school.metres_to(who.home)
    return 40_000.0 if apart is None else apart


def mean_metres(problem: Problem, pairs: list[tuple[int, ReviewerFacts]]) -> float:
    hosts = {host.review_id: host for host in problem.hosts}
    return fmean(metres(hosts[review_id], who) for review_id, who in pairs)


def test_a_county_is_matched_in_seconds_and_better_than_by_turns() -> None:
    problem = county()
    begun = time.process_time()
    answer = solve(problem)
    seconds = time.process_time() - begun

    people = {who.person_id: who for who in problem.reviewers}
    chosen = [(place.review_id, people[place.person_id]) for place in answer.places]
    baseline = greedy(problem)
    share, other_share = (len({review for review, _ in pairs}) / len(problem.hosts) for pairs in (chosen, baseline))
    mean, other = mean_metres(problem, chosen), mean_metres(problem, baseline)
    print(
        "\n600 hosts, 900 reviewers: "
        f"{seconds:.1f} s of the processor, {answer.seconds:.1f} s by the clock,"
        f" {share:.1%} served, mean {mean / 1000:.1f} km;"
        f" by turns {other_share:.1%} served, mean {other / 1000:.1f} km"
    )
    assert broken(problem, answer) == []
    assert seconds < SECONDS
    assert share >= other_share
    assert mean < other


@pytest.mark.parametrize(("mode", "size"), [(Mode.PAIRS, 2), (Mode.THREES, 3)])
def test_in_pairs_and_threes_each_school_is_reviewed_by_its_group_alone(mode: Mode, size: int) -> None:
    problem = county(hosts=60, reviewers=300, mode=mode)
    answer = solve(problem)

    school = {host.review_id: host.school.id for host in problem.hosts}
    people = {who.person_id: who for who in problem.reviewers}
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for place in answer.places:
        home = people[place.person_id].home
        assert home is not None
        groups[school[place.review_id]] |= {home.id, school[place.review_id]}
    assert broken(problem, answer) == []
    assert len({place.review_id for place in answer.places}) > len(problem.hosts) / 2
    for group in groups.values():
        assert len(group) <= size
        assert all(groups[other] <= set().union(*(groups[one] for one in group)) for other in group)


def one_school(number: int, phase: str = "primary") -> SchoolFacts:
    return SchoolFacts(number, f"School {number}", phase, easting=600_000 + 9_000 * number, northing=150_000)


def one_reviewer(number: int, **more: object) -> ReviewerFacts:
    said = {"home": one_school(number), "accredited_on": date(2026, 1, 1), "may_lead": True, **more}
    return ReviewerFacts(number, f"Reviewer {number}", **said)  # type: ignore[arg-type]  # as named


def one_host(number: int, **school: object) -> HostFacts:
    return HostFacts(number, replace(one_school(number), **school), DAY, DAY, DAY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reviewers", "cause"),
    [
        ([one_reviewer(11, may_lead=False), one_reviewer(12, may_lead=False)], "No lead reviewer"),
        ([one_reviewer(11)], "Only 1 of 2 reviewers"),
        ([one_reviewer(11), one_reviewer(12, accredited_on=None)], "1 reviewer: training missing"),
        ([one_reviewer(11, capacity=0), one_reviewer(12, capacity=0)], "2 reviewers: no room"),
        (
            [one_reviewer(n, home=one_school(n, "secondary")) for n in (11, 12)],
            "knows its phase (primary)",
        ),
    ],
)
def test_an_impossible_case_names_its_cause(reviewers: list[ReviewerFacts], cause: str) -> None:
    answer = solve(Problem([one_host(1)], reviewers))

    assert list(answer.places) == []
    assert any(cause in said for said in answer.unserved[1])


def test_where_not_all_can_be_served_the_rest_still_are() -> None:
    answer = solve(Problem([one_host(1), one_host(2)], [one_reviewer(11, capacity=1), one_reviewer(12, capacity=1)]))

    assert len(answer.places) == 2
    assert any("needed elsewhere" in said for reasons in answer.unserved.values() for said in reasons)


def test_what_is_locked_stays_when_solving_again() -> None:
    problem = Problem([one_host(1)], [one_reviewer(2), one_reviewer(3), one_reviewer(14)])
    far = replace(problem, pinned=(Pinned(1, 14, Part.LEAD),))

    assert {place.person_id for place in solve(problem).places} == {2, 3}
    assert [p.part for p in solve(far).places if p.person_id == 14] == [Part.LEAD]
    assert len(solve(far).places) == 2
