"""A county to match: schools in awkward trusts, phases and distances, and people who could review."""

import random
from datetime import date, timedelta

from inclusion_app.reviews.matching.rules.problem import Problem, Weights
from inclusion_app.reviews.states import Mode
from inclusion_app.reviews.teams.rules.facts import GroupPlace, HostFacts, ReviewerFacts, SchoolFacts, Span, Stay, Tie

DAY = date(2027, 2, 1)
PHASES = ("primary",) * 70 + ("secondary",) * 16 + ("special",) * 6 + ("nursery",) * 5 + ("alternative-provision",) * 3
TOWNS = 14


def county(
    *, hosts: int = 600, reviewers: int = 900, seed: int = 7, mode: Mode = Mode.POOL, weights: Weights | None = None
) -> Problem:
    """So many hosts and reviewers, the same for the same seed."""
    dice = random.Random(seed)  # not for secrets
    schools = _schools(dice, hosts)
    return Problem(
        hosts=[HostFacts(number, school, DAY, DAY, DAY) for number, school in enumerate(schools, 1)],
        reviewers=[_reviewer(dice, number, schools) for number in range(1, reviewers + 1)],
        mode=mode,
        weights=weights or Weights(),
    )


def _schools(dice: random.Random, number: int) -> list[SchoolFacts]:
    """Towns of very different size; one trust has a tenth of all schools, many have two, a third has none."""
    towns = [(dice.randrange(540_000, 640_000), dice.randrange(120_000, 180_000)) for _ in range(TOWNS)]
    return [_school(dice, school_id, towns) for school_id in range(1, number + 1)]


def _school(dice: random.Random, school_id: int, towns: list[tuple[int, int]]) -> SchoolFacts:
    east, north = towns[min(int(dice.expovariate(0.3)), len(towns) - 1)]
    spot = (east + int(dice.gauss(0, 4_000)), north + int(dice.gauss(0, 4_000)))
    trust = dice.choice([0, 0, 0, 1, *range(2, 8), dice.randrange(8, 120)])
    moved = dice.random() < 0.05  # one in twenty joins another trust before the visit
    places: tuple[GroupPlace, ...] = (
        GroupPlace(trust, "trust", f"Trust {trust}", Span(None, DAY - timedelta(days=9) if moved else None)),
    )
    if moved:
        places += (GroupPlace(1, "trust", "Trust 1", Span(DAY - timedelta(days=9))),)
    nowhere = dice.random() < 0.01  # one in a hundred is not on the map
    return SchoolFacts(
        id=school_id,
        name=f"School {school_id}",
        phase=dice.choice(PHASES),
        easting=None if nowhere else spot[0],
        northing=None if nowhere else spot[1],
        groups=places if trust else (),
    )


def _reviewer(dice: random.Random, number: int, schools: list[SchoolFacts]) -> ReviewerFacts:
    home = dice.choice(schools)
    earlier = dice.choice(schools).id
    ended = DAY - timedelta(days=dice.choice((100, 700, 2_000)))
    kinds = ("employed", "governs", "family", "consults", "casework")
    ties = tuple(Tie(dice.choice(schools).id, dice.choice(kinds)) for _ in range(dice.choice((0, 0, 1, 3))))
    return ReviewerFacts(
        person_id=10_000 + number,
        name=f"Reviewer {number}",
        home=home,
        works_at=(home,),
        stays=(
            Stay(home.id, governs=False, span=Span(date(2020, 9, 1))),
            Stay(earlier, governs=False, span=Span(date(2015, 9, 1), ended)),
        ),
        ties=ties,
        accredited_on=None if dice.random() < 0.03 else date(2025, 1, 1),
        accredited_until=date(2027, 1, 1) if dice.random() < 0.05 else None,
        may_lead=dice.random() < 0.75,
        phases=frozenset({home.phase} | ({dice.choice(PHASES)} if dice.random() < 0.4 else set())),
        capacity=dice.choice((0, 1, 2, 2, 2, 3)),
    )
