"""When feedback is asked for, until when it can be given, and when somebody is reminded (domain.md 2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from inclusion_app.foundation.clock import from_london, london
from inclusion_app.training.states import FeedbackPoint

BEFORE_BY = timedelta(days=7)
AFTER_IS_OPEN = timedelta(weeks=2)
"""At the least, where the last point is set to come sooner."""
LATER_IS_OPEN = timedelta(weeks=4)
"""A school holiday of two weeks must not use up the whole time."""
REMINDED_AFTER: Mapping[FeedbackPoint, timedelta] = {
    FeedbackPoint.BEFORE: timedelta(days=5),  # the seventh day is the run's own
    FeedbackPoint.AFTER: timedelta(days=7),
    FeedbackPoint.LATER: timedelta(days=7),
}


@dataclass(frozen=True)
class RunTimes:
    """The moments of a run that its feedback follows; ``later_weeks`` lie between its end and the last point."""

    starts_at: datetime
    first_ends_at: datetime
    ends_at: datetime
    later_weeks: int


@dataclass(frozen=True)
class Window:
    """From when a point is asked, until when it can be answered, and from when nobody is reminded any more."""

    asks_at: datetime
    closes_at: datetime
    no_reminder_from: datetime

    def is_open(self, now: datetime) -> bool:
        """It has begun and has not ended."""
        return self.asks_at <= now < self.closes_at


def window_of(point: FeedbackPoint, times: RunTimes) -> Window:
    """The window of one point, in days and weeks of the London wall clock.

    *Before*: from seven days before the first session until that has ended. *Straight after*: from the end of the
    last session until *later* begins. *Later*: so many weeks after the end, for four weeks.
    """
    later = moved(times.ends_at, timedelta(weeks=times.later_weeks))
    match point:
        case FeedbackPoint.BEFORE:
            return Window(moved(times.starts_at, -BEFORE_BY), times.first_ends_at, times.starts_at)
        case FeedbackPoint.AFTER:
            closes = max(later, moved(times.ends_at, AFTER_IS_OPEN))
            return Window(times.ends_at, closes, closes)
        case FeedbackPoint.LATER:
            closes = moved(later, LATER_IS_OPEN)
            return Window(later, closes, closes)


def is_reminder_due(point: FeedbackPoint, window: Window, *, asked_at: datetime, now: datetime) -> bool:
    """Enough days have passed since somebody was asked, and there is still time to answer."""
    return moved(asked_at, REMINDED_AFTER[point]) <= now < window.no_reminder_from


def moved(moment: datetime, by: timedelta) -> datetime:
    """The moment so many days on, at the same time on a London clock, whether or not it has changed in between."""
    there = london(moment)
    return from_london(there.date() + by, there.time())
