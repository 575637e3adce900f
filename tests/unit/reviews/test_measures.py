"""The measures of a cycle: what is counted, of how many, and that nobody is silently removed."""

from datetime import date, timedelta

import pytest

from inclusion_app.reviews.cycles.measures import Counted, Share, eligible, form_rates, measures, stage_measure
from inclusion_app.reviews.queries import Due, Schedule
from inclusion_app.reviews.states import ORDER, ReviewState

STARTS = date(2027, 1, 4)
TODAY = date(2027, 5, 3)
FINAL, FOLLOWED = ReviewState.FINAL, ReviewState.FOLLOWED_UP


def school(
    stage: ReviewState = ReviewState.PLANNED,
    *,
    withdrawn: date | None = None,
    due: dict[ReviewState, date] | None = None,
    reached: dict[ReviewState, date] | None = None,
    late: int = 0,
) -> Counted:
    due, reached = due or {}, reached or {}
    stages = tuple(Due(it, due.get(it), reached.get(it), 0 if it in reached else late) for it in ORDER)
    return Counted(withdrawn, stage, Schedule(stages))


def test_who_withdraws_in_the_first_ten_days_is_not_counted_and_who_does_later_is() -> None:
    schools = [school(), school(withdrawn=STARTS + timedelta(days=10)), school(withdrawn=STARTS + timedelta(days=11))]

    assert eligible(schools, starts_on=STARTS) == [schools[0], schools[2]]


def test_both_rates_have_the_same_denominator_and_withdrawals_stand_beside_it() -> None:
    schools = [
        school(FINAL),
        school(ReviewState.CLOSED),
        school(ReviewState.VISITED),
        school(withdrawn=STARTS),
        school(FINAL, withdrawn=TODAY),
    ]
    found = measures(schools, starts_on=STARTS, today=TODAY, forms=Share(3, 4))

    assert (found.eligible, found.withdrawn, found.withdrawn_early) == (4, 2, 1)
    assert (found.completion, found.full_cycle, found.forms) == (Share(3, 4), Share(1, 4), Share(3, 4))
    assert [it.stage for it in found.stages] == list(ORDER)


def test_on_time_is_of_those_whose_deadline_has_passed_alone() -> None:
    day, coming = TODAY - timedelta(days=10), TODAY + timedelta(days=10)
    schools = [
        school(FINAL, due={FINAL: day}, reached={FINAL: day}),  # on the last day is in time
        school(FINAL, due={FINAL: day}, reached={FINAL: day + timedelta(days=1)}),
        school(due={FINAL: day}, late=4),
        school(due={FINAL: day}, late=7),
        school(due={FINAL: TODAY}, late=0),  # today it is still in time
        school(due={FINAL: coming}),
        school(),  # no deadline, or waived
    ]
    found = stage_measure(schools, FINAL, today=TODAY)

    assert (found.reached, found.on_time) == (Share(2, 7), Share(1, 4))
    assert (found.overdue, found.median_days_late) == (2, 5.5)


def test_nothing_late_has_no_median_and_nothing_of_nothing_no_percentage() -> None:
    found = measures([], starts_on=STARTS, today=TODAY, forms=Share(0, 0))

    assert (found.completion.percent, found.full_cycle.percent, found.forms.percent) == (None, None, None)
    assert {it.median_days_late for it in found.stages} == {None}
    assert (found.eligible, found.withdrawn) == (0, 0)


@pytest.mark.parametrize(("part", "whole", "percent"), [(0, 3, 0), (1, 3, 33), (2, 3, 67), (3, 3, 100)])
def test_shares_are_rounded_once(part: int, whole: int, percent: int) -> None:
    assert Share(part, whole).percent == percent


def test_the_rate_of_forms_is_for_each_reviewer_of_what_they_were_given() -> None:
    assert form_rates({1: 2, 2: 1, 3: 1}, {1: 1, 3: 1, 9: 5}) == {1: Share(1, 2), 2: Share(0, 1), 3: Share(1, 1)}
