"""Whether a place can be had on a run at this moment."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from inclusion_app.training.states import RunState


class Places(StrEnum):
    """What somebody who wants a place is told."""

    FREE = "free"
    FULL = "full"
    NOT_YET = "not yet"
    BOOKING_CLOSED = "booking closed"
    STARTED = "started"
    CANCELLED = "cancelled"


class HasPlaces(Protocol):
    """What has to be known of a run."""

    @property
    def state(self) -> str: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def book_by(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def places_left(self) -> int: ...


def places_of(run: HasPlaces, *, now: datetime) -> Places:
    """Open, with or without a place left; or why nobody can book."""
    if run.state == RunState.CANCELLED:
        return Places.CANCELLED
    if run.starts_at <= now:
        return Places.STARTED
    if run.state != RunState.OPEN or run.book_by <= now:
        return Places.BOOKING_CLOSED
    if now < run.opens_at:
        return Places.NOT_YET
    return Places.FREE if run.places_left > 0 else Places.FULL
