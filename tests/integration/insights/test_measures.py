"""Every figure is the sum of the schools behind it, in a fixed number of statements."""

from datetime import timedelta

import pytest

from inclusion_app.foundation import clock
from inclusion_app.insights.figures import Figure
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.measures import GROUPS, ON_TIME, OVERDUE, STAGE, Measure
from inclusion_app.insights.queries import (
    Which,
    all_measures,
    by_group,
    figure,
    funnel,
    heat,
    not_yet_reached,
    schools_behind,
    trend,
)
from inclusion_app.insights.queries.interface import OF_RUNS
from inclusion_app.reviews.states import ReviewState
from tests.factories.reviews import CycleFactory, review_at
from tests.factories.schools import SchoolFactory
from tests.integration.insights.facts import everything_has_happened
from tests.support.statements import counted_statements

pytestmark = pytest.mark.usefixtures("database")

TODAY = clock.today()
FILTERS = (Filters(), Filters(window="ever", phase="primary"))
OF_NEED = "not-yet-reached"


def some_measures() -> dict[str, Measure]:
    """All but those of single stages, of which one stands for the others."""
    every = all_measures().items()
    return {
        code: measure
        for code, measure in every
        if not code.startswith((STAGE, ON_TIME, OVERDUE)) or code.endswith(ReviewState.FINAL)
    }


def added_up(measure: Measure, filters: Filters) -> tuple[int, int]:
    rows = {row.school_id: row for which in Which for row in schools_behind(measure, filters, today=TODAY, which=which)}
    return sum(row.numerator for row in rows.values()), sum(row.denominator for row in rows.values())


def numbers(one: Figure) -> tuple[int, int]:
    return one.numerator, one.denominator


def test_every_figure_is_the_sum_of_the_schools_behind_it() -> None:
    everything_has_happened()
    something = set()
    for filters in FILTERS:
        for measure in some_measures().values():
            found = figure(measure, filters, today=TODAY)
            something |= {measure.code} if found.denominator else set()
            if measure.code not in OF_RUNS:
                assert (measure.code, added_up(measure, filters)) == (measure.code, numbers(found))
    assert {code for code in some_measures() if not code.startswith("review-o")} - something == {OF_NEED}


def test_every_cut_adds_up_to_the_whole() -> None:
    everything_has_happened()
    for measure in some_measures().values():
        whole = figure(measure, Filters(window="ever"), today=TODAY)
        for kind in measure.cuts:
            cut = by_group(measure, kind, Filters(window="ever"), today=TODAY)
            total = tuple(sum(part) for part in zip(*(numbers(one) for _, one in cut), strict=True)) or (0, 0)
            if kind in {*GROUPS, "strand", "provider", "delivery", "framework-area"}:
                assert (measure.code, kind, total) == (measure.code, kind, numbers(whole))


def test_a_trend_ends_today_and_is_made_of_the_windows_figures() -> None:
    everything_has_happened()
    for code in ("reach", "attendance", "fill", "follow-through"):
        measure = all_measures()[code]
        for by in ("term", "year"):
            line = trend(measure, Filters(), today=TODAY, by=by)
            assert line[-1][0].ends == TODAY
            for period, one in line:
                chosen = Filters().with_(by, period.code)
                assert numbers(one) == numbers(figure(measure, chosen, today=TODAY))
    assert trend(all_measures()["review-completion"], Filters(), today=TODAY) == []


def test_what_is_shown_in_one_look_says_what_the_measures_say() -> None:
    everything_has_happened()
    measures = all_measures()
    stages = funnel(Filters(), today=TODAY)
    assert stages is not None
    assert (stages.counted, stages.withdrawn) == (1, 0)
    for step in stages.steps[-6::2]:
        assert step.reached == figure(measures[f"review-stage-{step.code}"], Filters(), today=TODAY)
        assert step.on_time == figure(measures[f"review-on-time-{step.code}"], Filters(), today=TODAY)
        assert step.overdue == figure(measures[f"review-overdue-{step.code}"], Filters(), today=TODAY).numerator
    for kind in ("district", "phase"):
        found = heat(kind, Filters(window="ever"), today=TODAY)
        for place, strand in enumerate(found.strands):
            measure = measures[f"strand-{strand.code}"]
            assert found.total.cells[place] == figure(measure, Filters(window="ever"), today=TODAY)
            cut = dict(by_group(measure, kind, Filters(window="ever"), today=TODAY))
            assert {row.group: row.cells[place] for row in found.rows} == cut


def test_without_a_choice_the_cycle_is_shown_in_which_reviews_are_under_way() -> None:
    begun = dict[int, int]()
    for days, stages in ((300, ("final",)), (60, ("visited", "planned")), (2, ("planned", "planned", "planned"))):
        begun[days] = _cycle_begun(days, stages)

    def shown(filters: Filters) -> tuple[int, int]:
        found = funnel(filters, today=TODAY)
        assert found is not None
        return found.cycle_id, figure(all_measures()["review-stage-visited"], filters, today=TODAY).denominator

    assert shown(Filters()) == (begun[60], 2)
    assert shown(Filters(cycle=str(begun[2]))) == (begun[2], 3)
    assert shown(Filters(cycle=str(begun[300]))) == (begun[300], 1)


def test_where_no_review_is_under_way_the_latest_cycle_is_shown() -> None:
    _, latest, _ = (_cycle_begun(days, ("planned",)) for days in (60, 2, -1))

    found = funnel(Filters(), today=TODAY)

    assert found is not None
    assert (found.cycle_id, found.counted) == (latest, 1)


def _cycle_begun(days: int, stages: tuple[str, ...]) -> int:
    """A cycle that began so many days ago, with a review at each of these stages."""
    starts = TODAY - timedelta(days=days)
    cycle = CycleFactory(starts_on=starts, enrol_by=max(starts, TODAY), visits_from=max(starts, TODAY))
    for stage in stages:
        review_at(ReviewState(stage), cycle=cycle)
    return int(cycle.id)


def test_schools_of_high_need_without_contact_are_listed_those_never_reached_first() -> None:
    everything_has_happened()
    quiet = [SchoolFactory(sen_with_statement=30, sen_without_statement=30, pupils=100) for _ in range(2)]
    for number in range(6):
        SchoolFactory(sen_with_statement=number, sen_without_statement=0, pupils=100)
    fsm = SchoolFactory(fsm_percent=50.0)
    found = not_yet_reached(Filters(), today=TODAY)
    assert [one.urn for one in found] == [*(school.urn for school in quiet), fsm.urn]
    assert [one.need_is_fsm for one in found] == [False, False, True]
    assert numbers(figure(all_measures()["not-yet-reached"], Filters(), today=TODAY)) == (3, 3)


def test_a_school_counts_with_what_it_carries_on_and_only_while_it_is_open() -> None:
    everything_has_happened()
    reach = all_measures()["reach"]
    before = figure(reach, Filters(), today=TODAY).denominator
    later = TODAY + timedelta(days=1)
    SchoolFactory(open_date=later)
    SchoolFactory(status="closed", close_date=TODAY)
    assert figure(reach, Filters(), today=TODAY).denominator == before
    assert figure(reach, Filters(), today=later).denominator == before + 1


def test_statements_do_not_grow_with_rows() -> None:
    everything_has_happened()
    before = _statements()
    SchoolFactory.create_batch(10, sen_with_statement=9)
    assert _statements() == before
    assert max(before.values()) <= 4


def _statements() -> dict[str, int]:
    found = {}
    measures = some_measures()
    for measure in measures.values():
        with counted_statements() as sent:
            figure(measure, Filters(), today=TODAY)
            schools_behind(measure, Filters(), today=TODAY, which=Which.IN)
        found[measure.code] = len(sent)
    for name, ask in (
        ("funnel", lambda: funnel(Filters(), today=TODAY)),
        ("heat", lambda: heat("district", Filters(), today=TODAY)),
        ("trend", lambda: trend(measures["reach"], Filters(), today=TODAY)),
        ("quiet", lambda: not_yet_reached(Filters(), today=TODAY)),
    ):
        with counted_statements() as sent:
            ask()
        found[name] = len(sent)
    return found
