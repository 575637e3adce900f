"""What may go wrong with a run, and why the team is told of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from inclusion_app.foundation import clock
from inclusion_app.training.states import RunState

SOON = timedelta(days=30)
INSTRUCTIONS_WITHIN = timedelta(days=14)
FEWEST_WAITING = 3
WAITING_SHARE = 5
"""A waiting list is long from one for every five places on, and from three people."""
STILL_ON = frozenset({RunState.OPEN, RunState.CLOSED})


class Risk(StrEnum):
    """One thing that somebody should look after."""

    UNDER_MINIMUM = "under-minimum"
    LONG_WAITING_LIST = "long-waiting-list"
    NO_INSTRUCTIONS = "no-instructions"
    REGISTER_OPEN = "register-open"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "under-minimum": "Under minimum",
            "long-waiting-list": "Waiting list long",
            "no-instructions": "No joining instructions",
            "register-open": "Register open",
        }[self]


@dataclass(frozen=True)
class RiskFound:
    """A risk of one run, and the reason in words."""

    risk: Risk
    reason: str


class Planned(Protocol):
    """What has to be known of a run."""

    @property
    def state(self) -> str: ...
    @property
    def capacity(self) -> int: ...
    @property
    def taken(self) -> int: ...
    @property
    def minimum(self) -> int: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def warn_on(self) -> date | None: ...
    @property
    def register_closed_at(self) -> datetime | None: ...
    @property
    def joining_instructions(self) -> str: ...


def risks_of(run: Planned, *, waiting: int, now: datetime) -> list[RiskFound]:
    """Everything that should be looked after, the most pressing first; ``queries.risks`` says the same in SQL."""
    if run.state not in STILL_ON:
        return []
    if run.starts_at <= now:
        return _of_the_past(run, now)
    found: list[RiskFound] = []
    if run.taken < run.minimum and is_time_to_warn(run, now=now):
        found.append(RiskFound(Risk.UNDER_MINIMUM, f"{run.taken} of the {run.minimum} people it needs"))
    if waiting >= FEWEST_WAITING and waiting * WAITING_SHARE >= run.capacity:
        found.append(RiskFound(Risk.LONG_WAITING_LIST, f"{waiting} wait for {run.capacity} places"))
    if not run.joining_instructions and run.starts_at <= now + INSTRUCTIONS_WITHIN:
        found.append(RiskFound(Risk.NO_INSTRUCTIONS, "It starts within 14 days"))
    return found


def is_time_to_warn(run: Planned, *, now: datetime) -> bool:
    """From the run's own day of warning on; where it has none, thirty days before it starts."""
    if run.warn_on is not None:
        return clock.london(now).date() >= run.warn_on
    return run.starts_at <= now + SOON


def _of_the_past(run: Planned, now: datetime) -> list[RiskFound]:
    if run.ends_at <= now and run.register_closed_at is None and run.taken:
        return [RiskFound(Risk.REGISTER_OPEN, "It is over, and nobody has closed its register")]
    return []
