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


class CameBy(StrEnum):
    """How a booking was made."""

    BASKET = "basket"
    REQUEST = "request"
    APPLICATION = "application"
    SUBSTITUTE = "substitute"
    WALK_IN = "walk-in"
    IMPORT = "import"


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


class Mark(StrEnum):
    """What a register says of one place at one session."""

    PRESENT = "present"
    PART = "part"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"present": "Present", "part": "Part of it", "absent": "Absent", "excused": "Excused"}[self]


class FeedbackPoint(StrEnum):
    """When feedback is asked for (domain.md 2.1): before, straight after, and six to eight weeks later."""

    BEFORE = "before"
    AFTER = "after"
    LATER = "later"


class ChargeKind(StrEnum):
    """What a charge is for."""

    LATE_CANCEL = "late-cancel"
    NO_SHOW = "no-show"


class Waiver(StrEnum):
    """Why a charge is waived (domain.md 2.1)."""

    SICKNESS = "sickness"
    INSPECTION = "inspection"
    SAFEGUARDING = "safeguarding"
    COLLEAGUE_SENT = "colleague-sent"
    RUN_CHANGED = "run-changed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "sickness": "Sickness",
            "inspection": "The school is being inspected",
            "safeguarding": "Urgent safeguarding",
            "colleague-sent": "A colleague came instead",
            "run-changed": "The run was moved or cancelled",
            "other": "Another reason",
        }[self]


class Delivery(StrEnum):
    """How a course or a run is given."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    BLENDED = "blended"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"in-person": "In person", "online": "Online", "blended": "In person and online"}[self]
