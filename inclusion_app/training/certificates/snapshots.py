"""What a certificate says, taken down on the day it is issued: later changes of names and courses do not reach it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from inclusion_app.foundation.clock import london
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import Taker


@dataclass(frozen=True)
class Meeting:
    """One session as it was held, on the London wall clock."""

    day: date
    start: str
    end: str
    minutes: int


@dataclass(frozen=True)
class Said:
    """Everything that stands on a certificate. ``with_them`` names who came where a school or team took the place."""

    holder: str
    school: str
    course: str
    provider: str
    meetings: tuple[Meeting, ...]
    outcomes: tuple[str, ...]
    issued_on: date
    valid_until: date | None
    with_them: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long all sessions lasted together."""
        return sum(meeting.minutes for meeting in self.meetings)

    @property
    def is_for_school(self) -> bool:
        """A school or its leadership team took the place."""
        return self.holder == self.school

    def as_json(self) -> dict[str, Any]:
        """As the row keeps it."""
        kept = asdict(self)
        kept["meetings"] = [{**asdict(meeting), "day": meeting.day.isoformat()} for meeting in self.meetings]
        kept["issued_on"] = self.issued_on.isoformat()
        kept["valid_until"] = self.valid_until.isoformat() if self.valid_until else None
        return kept

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """As it was kept."""
        until = kept["valid_until"]
        return cls(
            holder=kept["holder"],
            school=kept["school"],
            course=kept["course"],
            provider=kept["provider"],
            meetings=tuple(Meeting(**{**m, "day": date.fromisoformat(m["day"])}) for m in kept["meetings"]),
            outcomes=tuple(kept["outcomes"]),
            issued_on=date.fromisoformat(kept["issued_on"]),
            valid_until=date.fromisoformat(until) if until else None,
            with_them=tuple(kept["with_them"]),
        )


def said_of(booking: Booking, run: Run, *, now: datetime) -> Said:
    """What the certificate of a completed booking is to say. Booking with person, participants, school and outcome;
    run with course, its outcomes, provider and sessions.
    """
    is_person = booking.holder.startswith(f"{Taker.PERSON}:") and booking.person is not None
    return Said(
        holder=booking.person.name if is_person and booking.person else booking.school.name,
        school=booking.school.name,
        course=run.course.title,
        provider=run.provider.name,
        meetings=tuple(
            Meeting(
                day=session.day,
                start=f"{session.start:%H:%M}",
                end=f"{session.end:%H:%M}",
                minutes=round((session.ends_at - session.starts_at).total_seconds() / 60),
            )
            for session in run.sessions
        ),
        outcomes=tuple(outcome.text for outcome in run.course.outcomes),
        issued_on=london(now).date(),
        valid_until=booking.outcome.valid_until if booking.outcome else None,
        with_them=() if is_person else tuple(person.name for person in booking.participants),
    )
