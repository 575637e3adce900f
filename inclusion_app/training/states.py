"""The values that courses, runs and bookings can take; no database here, rules and models share them."""

from enum import StrEnum


class CourseState(StrEnum):
    """Who can see a course."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Taker(StrEnum):
    """Who takes a place on a course."""

    PERSON = "person"
    SCHOOL = "school"
    TEAM = "team"


class Entry(StrEnum):
    """How one gets a place."""

    BOOK = "book"
    REQUEST = "request"
    APPLY = "apply"
    INTEREST = "interest"


class RunState(StrEnum):
    """What the team has decided about a run; whether it is full or over follows from places and the clock."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class BookingState(StrEnum):
    """Where one place holder's claim on a run stands (service.md, *booking*)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    SUBSTITUTED = "substituted"


ACTIVE = frozenset(
    {
        BookingState.REQUESTED,
        BookingState.APPROVED,
        BookingState.CONFIRMED,
        BookingState.WAITING,
        BookingState.OFFERED,
    }
)
"""States that count as being on the run: a holder has at most one booking in any of them."""

TAKES_A_PLACE = frozenset({BookingState.CONFIRMED, BookingState.OFFERED})
"""States that use up one of the run's places."""


class RunOutcome(StrEnum):
    """What came of a booking once its run is over."""

    COMPLETED = "completed"
    PART = "part"
    NOT = "not"


class Delivery(StrEnum):
    """How a course or a run is given."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    BLENDED = "blended"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"in-person": "In person", "online": "Online", "blended": "In person and online"}[self]
