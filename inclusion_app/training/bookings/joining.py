"""When people are told how to join a run."""

from datetime import datetime, timedelta

from inclusion_app.foundation.clock import london


def joining_released(starts_at: datetime, days: int, *, now: datetime) -> bool:
    """So many days before the run's first day, in London, links and joining instructions are given out."""
    return london(now).date() >= london(starts_at).date() - timedelta(days=days)
