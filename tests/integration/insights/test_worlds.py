"""Over made-up worlds every figure is what a plain count of the same facts gives: closures, successors, people who have
moved, withdrawals, cancellations."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings

from inclusion_app.foundation.database import db
from inclusion_app.foundation.summaries import bring_up_to_date, differences
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.queries import all_measures, figure
from inclusion_app.reviews.states import ReviewState
from tests.factories.accounts import PersonFactory
from tests.factories.directory import OfferFactory
from tests.factories.reviews import CycleFactory
from tests.factories.schools import SchoolFactory, TermFactory
from tests.factories.training import CourseFactory
from tests.factories.vocabulary import ConceptFactory
from tests.integration.insights.worlds import PEOPLE, SCHOOLS, TODAY, Booked, Ground, World, day, put, worlds

SEPTEMBER, MOST_EXAMPLES = 9, 25
WINDOWS = {"": 1, "three-years": 3, "ever": 999}
Pair = tuple[int, int]
SUCCESSION = World(
    closed=[300, 100, None, None, None],
    links=[(0, 1), (1, 2)],
    runs=[(0, 30, True, 10), (1, 400, True, 10)],
    booked=[
        Booked(0, 0, 0, "confirmed", late=False, outcome="completed", mark="absent", valid_days=None),
        Booked(1, 1, 1, "confirmed", late=False, outcome="completed", mark="absent", valid_days=90),
    ],
    reviewed=[],
    used=[(0, 0, 20, "yes")],
)
"""Two schools closed, one after the other, and a third carries them on: all that happened did so at those two."""


def year_of(when: date) -> int:
    return when.year if when.month >= SEPTEMBER else when.year - 1


class Recount:
    """What should be counted, without a database and without the service's own rules."""

    def __init__(self, world: World, window: str) -> None:
        self.world = world
        self.years = range(year_of(TODAY) - WINDOWS[window] + 1, year_of(TODAY) + 1)
        self.open = [number for number in range(SCHOOLS) if world.closed[number] is None]

    def family(self, school: int) -> set[int]:
        found = {school}
        while fresh := {a for a, b in self.world.links if b in found} - found:
            found |= fresh
        return found

    def day_of(self, one: Booked) -> date:
        return day(self.world.runs[one.run][1])

    def booked(self) -> list[Booked]:
        """On runs of the window whose register is closed."""
        return [b for b in self.world.booked if self.world.runs[b.run][2] and year_of(self.day_of(b)) in self.years]

    def confirmed(self) -> list[Booked]:
        return [one for one in self.booked() if one.state == "confirmed"]

    def completed(self) -> list[Booked]:
        return [one for one in self.confirmed() if one.outcome == "completed"]

    def schools_where(self, holds: Callable[[int], bool]) -> Pair:
        return sum(any(holds(one) for one in self.family(school)) for school in self.open), len(self.open)

    def reach(self) -> Pair:
        return self.schools_where(lambda school: any(one.school == school for one in self.completed()))

    def offers_used(self) -> Pair:
        return self.schools_where(
            lambda school: any(s == school and year_of(day(ago)) in self.years for s, _, ago, _ in self.world.used)
        )

    def strand(self, number: int) -> Pair:
        """Whenever it was completed, as long as it holds today."""
        held = {
            one.school
            for one in self.world.booked
            if (one.state, one.outcome) == ("confirmed", "completed")
            and self.world.runs[one.run][2]
            and self.world.runs[one.run][0] == number
            and (one.valid_days is None or one.valid_days >= 0)
        }
        return self.schools_where(lambda school: school in held)

    def depth(self) -> Pair:
        touched = [
            {self.world.runs[b.run][0] for b in self.completed() if b.school in self.family(school)}
            for school in self.open
        ]
        return sum(len(strands) for strands in touched), 3 * len(self.open)

    def rate(self, counts: Callable[[Booked], bool]) -> Pair:
        return sum(counts(one) for one in self.confirmed()), len(self.confirmed())

    def late_cancellations(self) -> Pair:
        late = sum(one.state == "cancelled" and one.late for one in self.booked())
        return late, late + len(self.confirmed())

    def fill(self) -> Pair:
        places = sum(n for _, ago, is_closed, n in self.world.runs if is_closed and year_of(day(ago)) in self.years)
        return len(self.confirmed()), places

    def offers_helped(self) -> Pair:
        said = [helped for _, _, ago, helped in self.world.used if helped and year_of(day(ago)) in self.years]
        return sum(helped != "no" for helped in said), len(said)

    def reviews(self, stage: ReviewState) -> Pair:
        counted = [one for one in self.world.reviewed if one.withdrawn_after is None or one.withdrawn_after > 10]
        return sum(one.stage.number >= stage.number for one in counted), len(counted)

    def follow_through(self) -> Pair:
        due = [
            progress
            for one in self.world.reviewed
            if one.stage.number >= ReviewState.PLAN_AGREED.number
            for ago, progress in one.actions
            if ago >= 0 and year_of(day(ago)) in self.years and progress != "replaced"
        ]
        return sum(progress in {"done", "part"} for progress in due), len(due)

    def all(self) -> dict[str, Pair]:
        return {
            "reach-training": self.reach(),
            "offers-used": self.offers_used(),
            "offers-helped": self.offers_helped(),
            "strand-first": self.strand(0),
            "strand-second": self.strand(1),
            "depth": self.depth(),
            "attendance": self.rate(lambda one: one.outcome != "not"),
            "completion": self.rate(lambda one: one.outcome == "completed"),
            "no-show": self.rate(lambda one: (one.outcome, one.mark) == ("not", "absent")),
            "late-cancellation": self.late_cancellations(),
            "fill": self.fill(),
            "review-completion": self.reviews(ReviewState.FINAL),
            "review-full-cycle": self.reviews(ReviewState.FOLLOWED_UP),
            "follow-through": self.follow_through(),
        }


@pytest.fixture
def ground(database: object) -> Iterator[Ground]:
    """Schools, people, courses of three strands, a cycle that began sixty days ago, and the terms of four years."""
    for year in range(year_of(TODAY) - 3, year_of(TODAY) + 1):
        TermFactory(school_year=year, number=1, starts=date(year, 9, 1), ends=date(year, 12, 20))
        TermFactory(school_year=year, number=2, starts=date(year + 1, 1, 5), ends=date(year + 1, 7, 20))
    schools = [SchoolFactory() for _ in range(SCHOOLS)]
    strands = [ConceptFactory(scheme="strand", code=code) for code in ("first", "second", "third")]
    courses = [CourseFactory(strand=strand) for strand in strands]
    cycle = CycleFactory(starts_on=TODAY - timedelta(days=60))
    yield Ground(
        schools=[school.id for school in schools],
        urns=[school.urn for school in schools],
        people=[PersonFactory().id for _ in range(PEOPLE)],
        courses=[course.id for course in courses],
        strands=[strand.id for strand in strands],
        provider=courses[0].provider_id,
        cycle=cycle.id,
        agreement=cycle.agreement_id,
        offers=[OfferFactory().id for _ in range(2)],
    )
    db.session.rollback()


def test_the_plain_count_counts_for_whoever_carries_a_school_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without successors it would come out otherwise, so that it can tell a figure which forgets them."""
    of_ever = Recount(SUCCESSION, "ever")
    rested_on_them = {"reach-training": (1, 3), "offers-used": (1, 3), "strand-first": (1, 3), "depth": (2, 9)}
    assert of_ever.all() | rested_on_them == of_ever.all()

    monkeypatch.setattr(Recount, "family", lambda _self, school: {school})

    assert {of_ever.all()[code][0] for code in rested_on_them} == {0}


def test_every_figure_is_what_a_plain_count_gives(ground: Ground) -> None:
    db.session.rollback()
    measures = all_measures()

    @settings(
        max_examples=MOST_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(worlds())
    @example(SUCCESSION)
    def agrees(world: World) -> None:
        db.session.rollback()
        connection = db.session.connection()
        put(connection, world, ground)
        bring_up_to_date(connection)
        assert differences() == []
        for window in WINDOWS:
            wanted = Recount(world, window).all()
            found = {code: figure(measures[code], Filters(window=window), today=TODAY) for code in wanted}
            assert {code: (one.numerator, one.denominator) for code, one in found.items()} == wanted

    agrees()
