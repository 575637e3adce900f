"""When somebody is reminded of a deadline, when the office is told, and when it stops (domain.md 1.4)."""

from collections.abc import Collection
from datetime import date

from inclusion_app.reviews.states import ReminderStep
from inclusion_app.schools.rules.calendar import WorkingCalendar

BEFORE = ((-1, ReminderStep.BEFORE_1), (-5, ReminderStep.BEFORE_5))
AFTER = ((5, ReminderStep.AFTER_5), (1, ReminderStep.AFTER_1))
OFFICE_AFTER = 6
MOST_REMINDERS = 5
"""Of one person for one stage of one review, however they came about."""


def step_due(
    due: date, today: date, calendar: WorkingCalendar, *, taken: Collection[tuple[ReminderStep, date]]
) -> ReminderStep | None:
    """The step whose time has come and which has not been taken; nothing between times, and once the office was told.

    Working days in term: 5 and 1 before, 1 and 5 after, then the office. ``taken`` are steps of this deadline with the
    days on which they were taken. The office is told only on a later day than the last reminder; whoever has missed
    all earlier ones, because the service was stopped or the stage came late, gets the last one first.
    """
    steps = {step for step, _ in taken}
    if ReminderStep.OFFICE in steps:
        return None
    distance = calendar.working_days_between(due, today)
    if distance >= OFFICE_AFTER and any(step == ReminderStep.AFTER_5 and day < today for step, day in taken):
        return ReminderStep.OFFICE
    step = _step_at(distance)
    return step if step not in steps else None


def _step_at(distance: int) -> ReminderStep | None:
    for days, step in AFTER:
        if distance >= days:
            return step
    if distance > 0:
        return None
    for days, step in BEFORE:
        if distance >= days:
            return step
    return None
