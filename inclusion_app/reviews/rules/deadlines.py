"""When each stage is due: working days in term, from the visit or from an earlier stage (domain.md 1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.rules.calendar import WorkingCalendar

VISIT = "visit"


@dataclass(frozen=True)
class Allowance:
    """So many working days (negative: before) from the visit, or from the day on which ``after`` was reached."""

    days: int
    after: str = VISIT


DEFAULTS: dict[ReviewState, Allowance] = {
    ReviewState.TEAM_PROPOSED: Allowance(-30),
    ReviewState.TEAM_CONFIRMED: Allowance(-25),
    ReviewState.DATE_AGREED: Allowance(-20),
    ReviewState.SELF_REVIEW_SUBMITTED: Allowance(-5),
    ReviewState.READY: Allowance(-3),
    ReviewState.VISITED: Allowance(0),
    ReviewState.FORMS_IN: Allowance(3),
    ReviewState.DRAFT_WITH_HOST: Allowance(5),
    ReviewState.POINTS_ANSWERED: Allowance(8, ReviewState.DRAFT_WITH_HOST),
    ReviewState.FINAL: Allowance(15),
    ReviewState.WORKSHOP_HELD: Allowance(20, ReviewState.FINAL),
    ReviewState.PLAN_AGREED: Allowance(10, ReviewState.WORKSHOP_HELD),
    ReviewState.CLOSED: Allowance(20, ReviewState.FOLLOWED_UP),
}
"""What a new cycle begins with. *Followed up* is due on the day named in the plan; *self-review open* has no time."""


@dataclass(frozen=True)
class Dates:
    """What deadlines are counted from: the visit (or, until one is agreed, the end of the cycle's visits), the first
    day on which each stage was reached, the day of the follow-up, and deadlines that were moved or waived."""

    visit_on: date
    reached: Mapping[str, date]
    follow_up_on: date | None
    changed: Mapping[str, date | None]


def due_on(
    stage: ReviewState, dates: Dates, *, allowances: Mapping[str, int], calendar: WorkingCalendar
) -> date | None:
    """The last day on which the stage is on time; nothing where it has no deadline (yet), or it was waived.

    ``allowances`` are the cycle's own days by stage, in place of the defaults.
    """
    if stage in dates.changed:
        return dates.changed[stage]
    if stage == ReviewState.FOLLOWED_UP:
        return dates.follow_up_on
    allowance = DEFAULTS.get(stage)
    if allowance is None:
        return None
    start = dates.visit_on if allowance.after == VISIT else dates.reached.get(allowance.after)
    if start is None:
        return None
    try:
        return calendar.add_working_days(start, allowances.get(stage, allowance.days))
    except ValueError:  # beyond the terms that are known
        return None


def days_late(due: date | None, today: date, calendar: WorkingCalendar) -> int:
    """Working days since the deadline; 0 while it has not passed."""
    return max(0, calendar.working_days_between(due, today)) if due else 0
