"""Messages to everybody on a run that is cancelled; those who booked for others read of it in their digest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.training.bookings.calendar import cancellation
from inclusion_app.training.bookings.notices import attendance, meeting, run_to_tell_of
from inclusion_app.training.facilitators.notices import tell_givers_of_cancellation
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState

MOST_NAMES = 5


def tell_of_cancelled_run(
    actor: Acting, bookings: Sequence[Booking], run_id: int, *, was: Mapping[int, BookingState]
) -> None:
    """Each is told why, and the calendars of those with a place are cleared; those who give the run hear of it."""
    run = run_to_tell_of(run_id)
    post_messages([message for booking in bookings for message in _of_booking(booking, run, was=was[booking.id])])
    note_for_bookers(actor, bookings, run, event="cancelled", what="has been cancelled")
    tell_givers_of_cancellation(run, people=len(bookings))


def note_for_bookers(actor: Acting, bookings: Sequence[Booking], run: Run, *, event: str, what: str) -> None:
    """One line for each who booked others and each school, however many it is about."""
    names: dict[tuple[int, int], list[str]] = defaultdict(list)
    for booking in bookings:
        if booking.placed_by_id is not None and booking.placed_by_id not in {actor.person_id, booking.person_id}:
            names[booking.placed_by_id, booking.school_id].append(booking.person.name if booking.person else "a school")
    course = f"{run.course.title} on {short_day(run.starts_at)}"
    post_digest_notes(
        [
            DigestNote(
                key=f"run:{run.id}:{run.version}:{event}:{booker}:{school}",
                person_id=booker,
                school_id=school,
                text=f"{course} {what}. You had booked {listed(people)}.",
                link="/school-bookings",
            )
            for (booker, school), people in names.items()
        ]
    )


def listed(names: Sequence[str]) -> str:
    """Ann, Bob and 3 more."""
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append(f"{len(names) - MOST_NAMES} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _of_booking(booking: Booking, run: Run, *, was: BookingState) -> list[Message]:
    readers = {person.id: person for person in (booking.person, *booking.participants) if person is not None}
    return [
        message
        for reader in readers.values()
        if reader.deactivated_at is None
        for message in _of_reader(booking, run, reader, was=was)
    ]


def _of_reader(booking: Booking, run: Run, reader: Person, *, was: BookingState) -> list[Message]:
    subject, text = render_message("bookings/run_cancelled", reader=reader, run=run, was=was)
    notes = (
        [
            cancellation(meeting(run, session), attendance(booking, reader, run), now=clock.now())
            for session in run.sessions
        ]
        if was == BookingState.CONFIRMED
        else [None]
    )
    return [
        Message(
            key=f"booking:{booking.id}:{booking.sequence}:run-cancelled:{reader.id}:{number}",
            kind="run_cancelled",
            person_id=reader.id,
            email=reader.email,
            subject=subject,
            text=text,
            calendar=note,
            calendar_method="CANCEL" if note else None,
        )
        for number, note in enumerate(notes, 1)
    ]
