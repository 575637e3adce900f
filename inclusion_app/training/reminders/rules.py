"""When somebody is reminded: a week and a day before, in the morning, on the London wall clock."""

from datetime import datetime, time, timedelta

from inclusion_app.foundation.clock import from_london, london

MORNING = time(9)
WEEK, DAY = 7, 1
LONGEST_BEFORE = timedelta(days=WEEK + 1)


def due_at(starts_at: datetime, days: int) -> datetime:
    """9am in London, so many days before the day on which the session starts."""
    return from_london(london(starts_at).date() - timedelta(days=days), MORNING)


def reminder_due(starts_at: datetime, *, is_first: bool, booked_at: datetime, now: datetime) -> int | None:
    """Which reminder is due for a session now: 7 or 1 days before; nothing before its time or after the start.

    The one of a week before is for a run's first session, while that of the day before is not yet due, and not for
    somebody who has booked since: they have just been told.
    """
    if not now < starts_at:
        return None
    if now >= due_at(starts_at, DAY):
        return DAY
    week = due_at(starts_at, WEEK)
    return WEEK if is_first and now >= week and booked_at < week else None
