"""Rules of asking and deciding: limits, and the sentences that refuse."""

from datetime import datetime, timedelta

from inclusion_app.foundation.formats import short_day
from inclusion_app.training.states import BookingState, CameBy, RunState

LONGEST_STATEMENT = 5_000
LONGEST_REASON = 500
LONGEST_NOTE = 500
MOST_WHO_COME = 30
LINK_WORKS_FOR = timedelta(days=14)
STILL_ON = frozenset({RunState.OPEN, RunState.CLOSED})
NO_DECIDER = "Nobody at your school can decide on this yet. Ask your headteacher, or write to the inclusion team"
OFFICE_APPLIES = "Your headteacher or school office applies for others and for the whole school"
NO_REASON = "Say why, so that they know"
NO_STATEMENT = "Write why this place is wanted"


def statement_problem(statement: str, *, came_by: CameBy) -> str | None:
    """Why what is said cannot be sent, or nothing. An application has to say something."""
    if len(statement) > LONGEST_STATEMENT:
        return f"What you write must be {LONGEST_STATEMENT:,} characters or fewer"
    if came_by == CameBy.APPLICATION and not statement.strip():
        return NO_STATEMENT
    return None


def reason_problem(reason: str) -> str | None:
    """Why the reason of a refusal cannot be sent, or nothing."""
    if not reason.strip():
        return NO_REASON
    return f"The reason must be {LONGEST_REASON} characters or fewer" if len(reason) > LONGEST_REASON else None


def quota_sentence(most: int) -> str:
    """The school has all the places that it can have."""
    return f"Each school can have {most} {'place' if most == 1 else 'places'} on this run, and yours has no more left"


def late_problem(*, state: str, starts_at: datetime, now: datetime) -> str | None:
    """Why nobody can be given a place any more, or nothing: the team decides after booking has closed."""
    if state == RunState.CANCELLED:
        return "This run has been cancelled"
    if starts_at <= now:
        return "This run has started"
    return None if state in STILL_ON else "This run is not open"


def decided_sentence(state: str, *, by: str | None, at: datetime | None) -> str:
    """Somebody was quicker."""
    what = {
        BookingState.CONFIRMED: "approved",
        BookingState.WAITING: "approved",
        BookingState.OFFERED: "approved",
        BookingState.APPROVED: "supported",
        BookingState.DECLINED: "declined",
        BookingState.CANCELLED: "taken back",
    }.get(BookingState(state), "decided")
    who = f" by {by}" if by else ""
    when = f" on {short_day(at)}" if at else ""
    return f"This has already been {what}{who}{when}. Nothing has been changed"
