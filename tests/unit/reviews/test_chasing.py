"""When somebody is reminded, when the office is told, and when it stops (working days in term)."""

from datetime import date, timedelta

import pytest

from inclusion_app.reviews.cycles.chasing.rules import step_due
from inclusion_app.reviews.rules.owing import OWED_BY, WHAT, WHERE
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import ORDER, ReminderStep, ReviewState
from inclusion_app.schools.rules.calendar import TermDates, WorkingCalendar

TERMS = (
    TermDates(2026, 3, date(2027, 1, 4), date(2027, 2, 12)),
    TermDates(2026, 4, date(2027, 2, 22), date(2027, 3, 25)),
)
CALENDAR = WorkingCalendar(holidays=frozenset(), terms=TERMS)
DUE = date(2027, 1, 20)
"""A Wednesday."""
B5, B1, A1, A5 = ReminderStep.BEFORE_5, ReminderStep.BEFORE_1, ReminderStep.AFTER_1, ReminderStep.AFTER_5
OFFICE = ReminderStep.OFFICE
Taken = list[tuple[ReminderStep, date]]


def step(day: date, taken: Taken | None = None, *, due: date = DUE) -> ReminderStep | None:
    return step_due(due, day, CALENDAR, taken=taken or [])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 12), None),  # six before
        (date(2027, 1, 13), B5),
        (date(2027, 1, 18), B5),  # two before, and nobody was told yet
        (date(2027, 1, 19), B1),
        (DUE, B1),
        (date(2027, 1, 21), A1),
        (date(2027, 1, 26), A1),  # four after
        (date(2027, 1, 27), A5),
        (date(2027, 3, 25), A5),  # much later, and nobody was told yet: the person comes before the office
    ],
)
def test_each_step_has_its_day_counted_in_working_days(day: date, expected: ReminderStep | None) -> None:
    assert step(day) == expected


def test_no_step_is_taken_twice() -> None:
    assert step(date(2027, 1, 14), [(B5, date(2027, 1, 13))]) is None
    assert step(date(2027, 1, 19), [(B5, date(2027, 1, 13))]) == B1


def test_the_office_is_told_on_a_later_day_than_the_last_reminder_and_then_it_stops() -> None:
    last = date(2027, 1, 27)

    assert step(last, [(A5, last)]) is None
    assert step(date(2027, 1, 28), [(A5, last)]) == OFFICE
    assert step(date(2027, 1, 28), [(A5, date(2027, 1, 28))]) is None  # both on one day would be one too many
    for later in range(1, 60):
        assert step(last + timedelta(days=later), [(A5, last), (OFFICE, date(2027, 1, 28))]) is None


def test_a_whole_story_has_five_steps_on_five_days_and_ends_with_the_office() -> None:
    taken: Taken = []
    for number in range(90):
        day = date(2027, 1, 4) + timedelta(days=number)
        found = step(day, taken) if CALENDAR.is_working_day(day) else None
        taken += [(found, day)] if found else []

    assert [it for it, _ in taken] == [B5, B1, A1, A5, OFFICE]
    assert len({day for _, day in taken}) == 5


def test_days_of_a_break_do_not_count() -> None:
    friday = date(2027, 2, 12)

    assert step(date(2027, 2, 22), due=friday) == A1  # ten days later, and one working day
    assert step(date(2027, 2, 26), due=friday) == A5


def test_every_stage_that_somebody_owes_says_what_and_where() -> None:
    owed = {stage for stage, standings in OWED_BY.items() if standings}

    assert owed == set(WHAT) == set(WHERE)
    assert set(OWED_BY) == set(ORDER) - {ReviewState.PLANNED}


@pytest.mark.parametrize(
    ("stage", "standings"),
    [
        (ReviewState.TEAM_PROPOSED, {Standing.OFFICE}),
        (ReviewState.TEAM_CONFIRMED, {Standing.ASKED}),
        (ReviewState.SELF_REVIEW_OPEN, set()),
        (ReviewState.SELF_REVIEW_SUBMITTED, {Standing.HEAD, Standing.COORDINATOR}),
        (ReviewState.FORMS_IN, {Standing.LEAD, Standing.REVIEWER}),
        (ReviewState.DRAFT_WITH_HOST, {Standing.LEAD}),
        (ReviewState.WORKSHOP_HELD, {Standing.CHAMPION}),
        (ReviewState.CLOSED, set()),
    ],
)
def test_who_owes_a_stage(stage: ReviewState, standings: set[Standing]) -> None:
    assert OWED_BY[stage] == standings


def test_the_office_and_the_service_are_chased_for_nothing_that_others_can_do() -> None:
    for stage, standings in OWED_BY.items():
        assert Standing.SYSTEM not in standings
        assert Standing.OFFICE not in standings or standings == {Standing.OFFICE}, stage
