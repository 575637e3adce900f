"""The only place that reads the clock, and the only one that knows London time."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in London."""
    return london(now()).date()


def london(moment: datetime) -> datetime:
    """The same moment on a London wall clock. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment must carry its time zone.")
    return moment.astimezone(LONDON)


def from_london(day: date, wall: time) -> datetime:
    """The UTC moment of a London date and wall time.

    A time that the clock change skips is taken an hour later; one that happens twice is the first of the two.
    """
    return datetime.combine(day, wall.replace(fold=0), LONDON).astimezone(UTC)
