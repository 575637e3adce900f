"""What a feed says of each session."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.links import full_address
from inclusion_app.training.bookings.calendar import Entry, Meeting, uid_of
from inclusion_app.training.bookings.joining import joining_released
from inclusion_app.training.feeds.queries import Place
from inclusion_app.training.models import Booking, Run, Session
from inclusion_app.training.states import RunState

CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"


def entries_of_person(places: Sequence[Place], *, now: datetime) -> Iterator[Entry]:
    """One event for each session, the same as the invitation to it; one that was cancelled lately says so."""
    for place in places:
        booking, run = place.booking, place.booking.run
        if not (place.is_confirmed or place.is_lost):
            continue
        for session in run.sessions:
            yield Entry(
                _meeting(run, session, _about_own(run, session, now=now) if place.is_confirmed else ""),
                uid_of(booking.uid, session.id, domain=_domain()),
                sequence=booking.sequence + run.calendar_sequence,
                status=CONFIRMED if place.is_confirmed else CANCELLED,
                changed_at=_changed_at([place], run),
            )


def entries_of_facilitator(runs: Sequence[Run], *, person_id: int) -> Iterator[Entry]:
    """One event for each session of the runs somebody gives; one of a cancelled run says so."""
    for run in runs:
        is_off = run.state == RunState.CANCELLED
        about = f"You give this run. Who is coming: {full_address(f'/provider/runs/{run.id}')}"
        for session in run.sessions:
            yield Entry(
                _meeting(run, session, "" if is_off else about),
                uid_of(f"person-{person_id}-gives-run-{run.id}", session.id, domain=_domain()),
                sequence=run.calendar_sequence + int(is_off),  # nothing changes in a run once it is cancelled
                status=CANCELLED if is_off else CONFIRMED,
                changed_at=run.changed_at or run.created_at,
            )


def entries_of_school(places: Sequence[Place], *, school_id: int) -> Iterator[Entry]:
    """One event for each session, which says who of the school goes; cancelled when the last of them no longer does."""
    for _, found in groupby(places, key=lambda place: place.booking.run_id):
        of_run = list(found)
        run, going = of_run[0].booking.run, [place.booking for place in of_run if place.is_confirmed]
        if not going and not any(place.is_lost for place in of_run):
            continue
        for session in run.sessions:
            yield Entry(
                _meeting(run, session, _about_school(going)),
                uid_of(f"school-{school_id}-run-{run.id}", session.id, domain=_domain()),
                # no booking is ever deleted, so that this only grows
                sequence=run.calendar_sequence + sum(1 + place.booking.sequence for place in of_run),
                status=CONFIRMED if going else CANCELLED,
                changed_at=_changed_at(of_run, run),
            )


def _meeting(run: Run, session: Session, description: str) -> Meeting:
    place = ", ".join(part for part in (session.venue, session.postcode) if part) or "Online"
    return Meeting(session.id, run.course.title, session.starts_at, session.ends_at, place, description)


def _about_own(run: Run, session: Session, *, now: datetime) -> str:
    lines = [f"Given by {run.provider.name}."]
    if _is_released(run, now):
        if session.joining_link.startswith("https://"):
            lines.append(f"Join online: {session.joining_link}")
        lines.append(run.joining_instructions)
    lines.append(f"Your bookings: {full_address('/my-bookings')}")
    return "\n".join(line for line in lines if line)


def _about_school(going: Sequence[Booking]) -> str:
    names = sorted({person.name for booking in going for person in _people(booking)})
    return f"Who goes: {', '.join(names)}." if names else ""


def _people(booking: Booking) -> Sequence[Person]:
    return booking.participants or [person for person in (booking.person,) if person]


def _is_released(run: Run, now: datetime) -> bool:
    """Joining details are told so many days before the start, and not earlier."""
    return joining_released(run.starts_at, run.joining_release_days, now=now)


def _changed_at(places: Sequence[Place], run: Run) -> datetime:
    moments = [run.changed_at, *(place.booking.placed_at for place in places), *(p.booking.ended_at for p in places)]
    return max(moment for moment in moments if moment is not None)


def _domain() -> str:
    return urlsplit(full_address("/")).hostname or "localhost"
