"""The measures of domain.md 1.8 for one cycle: pure functions over what a query has read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from inclusion_app.reviews.queries import Schedule
from inclusion_app.reviews.states import ORDER, ReviewState

COUNTED_FROM = timedelta(days=10)
"""Whoever withdraws later than so many days after the cycle has started stays in its denominators."""


@dataclass(frozen=True)
class Counted:
    """One school that has enrolled: when it withdrew (if it did), its review's stage and schedule."""

    withdrawn_on: date | None
    stage: ReviewState
    schedule: Schedule


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded; nothing of nothing."""
        return round(100 * self.part / self.whole) if self.whole else None


@dataclass(frozen=True)
class StageMeasure:
    """One stage: how many have reached it, how many of those due in time, how many are late and by how many days."""

    stage: ReviewState
    reached: Share
    on_time: Share
    overdue: int
    median_days_late: float | None


@dataclass(frozen=True)
class Measures:
    """A whole cycle. Withdrawals are counted apart, and never silently removed."""

    eligible: int
    withdrawn: int
    withdrawn_early: int
    stages: tuple[StageMeasure, ...]
    completion: Share
    full_cycle: Share
    forms: Share


def eligible(schools: Sequence[Counted], *, starts_on: date) -> list[Counted]:
    """E: enrolled participations not withdrawn by the cycle's start + 10 days."""
    until = starts_on + COUNTED_FROM
    return [school for school in schools if school.withdrawn_on is None or school.withdrawn_on > until]


def stage_measure(schools: Sequence[Counted], stage: ReviewState, *, today: date) -> StageMeasure:
    """The measures of one stage over E."""
    dues = [school.schedule.of(stage) for school in schools]
    passed = [due for due in dues if due.due_on is not None and due.due_on < today]
    in_time = [d for d in passed if d.reached_on is not None and d.due_on is not None and d.reached_on <= d.due_on]
    late = [due.late_by for due in passed if due.reached_on is None]
    return StageMeasure(
        stage,
        reached=Share(_reached(schools, stage), len(schools)),
        on_time=Share(len(in_time), len(passed)),
        overdue=len(late),
        median_days_late=median(late) if late else None,
    )


def measures(schools: Sequence[Counted], *, starts_on: date, today: date, forms: Share) -> Measures:
    """Everything that the cycle's page shows. ``forms`` are review forms submitted of those assigned."""
    counted = eligible(schools, starts_on=starts_on)
    gone = sum(1 for school in schools if school.withdrawn_on is not None)
    return Measures(
        eligible=len(counted),
        withdrawn=gone,
        withdrawn_early=len(schools) - len(counted),
        stages=tuple(stage_measure(counted, stage, today=today) for stage in ORDER),
        completion=Share(_reached(counted, ReviewState.FINAL), len(counted)),
        full_cycle=Share(_reached(counted, ReviewState.FOLLOWED_UP), len(counted)),
        forms=forms,
    )


def form_rates(assigned: Mapping[int, int], submitted: Mapping[int, int]) -> dict[int, Share]:
    """Review forms submitted of those assigned, for each reviewer by id."""
    return {person_id: Share(submitted.get(person_id, 0), number) for person_id, number in assigned.items()}


def _reached(schools: Sequence[Counted], stage: ReviewState) -> int:
    return sum(1 for school in schools if school.stage.has_reached(stage))
