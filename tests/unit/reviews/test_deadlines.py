"""When stages are due: working days in term, from the visit or from an earlier stage."""

from datetime import date

import pytest

from inclusion_app.reviews.rules.deadlines import DEFAULTS, Dates, days_late, due_on
from inclusion_app.reviews.states import ORDER, ReviewState
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar

CALENDAR = WorkingCalendar(
    holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}),
    terms=(
        TermDates(2026, 3, date(2027, 1, 4), date(2027, 2, 12)),
        TermDates(2026, 4, date(2027, 2, 22), date(2027, 3, 25)),
        TermDates(2026, 5, date(2027, 4, 12), date(2027, 5, 28)),
    ),
)
VISIT = date(2027, 3, 22)


def due(stage: ReviewState, *, own: dict[str, int] | None = None, **dates: object) -> date | None:
    said = {"visit_on": VISIT, "reached": {}, "follow_up_on": None, "changed": {}} | dates
    return due_on(stage, Dates(**said), allowances=own or {}, calendar=CALENDAR)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "day"),
    [
        (ReviewState.SELF_REVIEW_SUBMITTED, date(2027, 3, 15)),  # five working days before
        (ReviewState.VISITED, VISIT),
        (ReviewState.FORMS_IN, date(2027, 3, 25)),  # three after
        (ReviewState.DRAFT_WITH_HOST, date(2027, 4, 13)),  # five after, over the holidays
        (ReviewState.DATE_AGREED, date(2027, 2, 22)),  # twenty before: a Monday after the break
    ],
)
def test_days_are_counted_in_term_from_the_visit(stage: ReviewState, day: date) -> None:
    assert due(stage) == day


def test_a_stage_after_another_is_due_once_that_one_has_been_reached() -> None:
    assert due(ReviewState.WORKSHOP_HELD) is None
    assert due(ReviewState.WORKSHOP_HELD, reached={"final": date(2027, 4, 12)}) == date(2027, 5, 10)


def test_a_cycle_has_days_of_its_own() -> None:
    assert due(ReviewState.FORMS_IN, own={"forms-in": 1}) == date(2027, 3, 23)


def test_a_deadline_that_was_moved_or_waived_counts() -> None:
    assert due(ReviewState.FORMS_IN, changed={"forms-in": date(2027, 4, 30)}) == date(2027, 4, 30)
    assert due(ReviewState.FORMS_IN, changed={"forms-in": None}) is None


def test_the_follow_up_is_due_on_the_day_that_was_agreed() -> None:
    assert due(ReviewState.FOLLOWED_UP) is None
    assert due(ReviewState.FOLLOWED_UP, follow_up_on=date(2027, 5, 20)) == date(2027, 5, 20)


def test_nothing_is_due_beyond_the_terms_that_are_known() -> None:
    assert due(ReviewState.FINAL, visit_on=date(2027, 5, 28)) is None


def test_lateness_counts_working_days_in_term() -> None:
    assert days_late(date(2027, 3, 25), date(2027, 3, 25), CALENDAR) == 0
    assert days_late(date(2027, 3, 25), date(2027, 4, 13), CALENDAR) == 2
    assert days_late(None, date(2027, 4, 13), CALENDAR) == 0


def test_every_stage_has_a_deadline_but_those_that_take_no_time_or_are_agreed() -> None:
    without = {ReviewState.PLANNED, ReviewState.SELF_REVIEW_OPEN, ReviewState.FOLLOWED_UP}

    assert set(ORDER) - set(DEFAULTS) == without
