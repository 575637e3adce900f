"""Rules of registers: when marks can be made, what completes a run, and what came of a booking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from inclusion_app.training.states import Mark, RunOutcome

OPENS_BEFORE = timedelta(hours=1)
LONGEST_REASON = 500


@dataclass(frozen=True)
class Meeting:
    """One session as completion counts it: its id and its length in minutes."""

    id: int
    minutes: int


@dataclass(frozen=True)
class Attended:
    """What the register says of one booking at one session; ``minutes`` where it was a part."""

    mark: Mark
    minutes: int | None = None


def outcome_of(rule: str, meetings: Sequence[Meeting], attended: Mapping[int, Attended]) -> RunOutcome:
    """What came of a booking, by the rule of its run (domain.md 2.3): all sessions, all but one (``most``), ``half`` of
    them, ``sessions:N`` or ``minutes:P`` percent of the time.

    A part counts with its minutes where minutes count, and not as a session. Excused is not attendance: whoever is
    excused is not charged, and has not had the training.
    """
    there = [attended[m.id] for m in meetings if m.id in attended]
    whole = sum(one.mark == Mark.PRESENT for one in there)
    minutes = sum(_minutes(m, attended.get(m.id)) for m in meetings)
    if _is_completed(rule, meetings, whole=whole, minutes=minutes):
        return RunOutcome.COMPLETED
    return RunOutcome.PART if any(one.mark in {Mark.PRESENT, Mark.PART} for one in there) else RunOutcome.NOT


def _is_completed(rule: str, meetings: Sequence[Meeting], *, whole: int, minutes: int) -> bool:
    """Raises ValueError for a rule that nobody knows."""
    number = len(meetings)
    kind, _, amount = rule.partition(":")
    match kind:
        case "all":
            return whole == number
        case "most":
            return whole >= max(1, number - 1)
        case "half":
            return 2 * whole >= number
        case "sessions":
            return whole >= min(int(amount), number)
        case "minutes":
            in_all = sum(m.minutes for m in meetings)
            return Fraction(minutes, max(1, in_all)) >= Fraction(int(amount), 100)
    raise ValueError(f"There is no rule of completion {rule!r}.")


def _minutes(meeting: Meeting, attended: Attended | None) -> int:
    if attended is None or attended.mark not in {Mark.PRESENT, Mark.PART}:
        return 0
    return meeting.minutes if attended.mark == Mark.PRESENT else min(attended.minutes or 0, meeting.minutes)


def too_early(starts_at: datetime, *, now: datetime) -> str | None:
    """Why no mark can be made yet, or nothing."""
    return "The register opens an hour before the session starts" if now < starts_at - OPENS_BEFORE else None


def is_locked(closed_at: datetime | None, ends_at: datetime, *, days: int, now: datetime) -> bool:
    """The register has been closed, or the run has been over for so many days."""
    return closed_at is not None or now > ends_at + timedelta(days=days)


def as_shown(mark: str, minutes: int | None) -> str:
    """A mark as one word, by which a form tells what somebody has changed on it; minutes only where it is a part."""
    return f"{mark}:{minutes if mark == Mark.PART and minutes is not None else ''}"


def mark_problem(mark: str, minutes: int | None, *, most: int) -> tuple[str, str] | None:
    """What is wrong with a mark, by field; or nothing. ``most`` is the session's length in minutes."""
    if mark not in list(Mark):
        return "mark", "Choose present, part, absent or excused"
    if mark == Mark.PART and minutes is not None and not 1 <= minutes <= most:
        return "minutes", f"The minutes must be between 1 and {most}"
    return None
