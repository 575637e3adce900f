"""Messages to those who had a place until the run was given fewer."""

from collections.abc import Mapping, Sequence

from inclusion_app.foundation import clock
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.training.bookings.calendar import cancellation
from inclusion_app.training.bookings.notices import attendance, meeting, run_to_tell_of
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState


def tell_of_lost_places(moved: Sequence[Booking], run_id: int, *, was: Mapping[int, BookingState]) -> None:
    """Each is told where they stand now, and their calendar is cleared; who booked them reads it in the digest."""
    run = run_to_tell_of(run_id)
    post_messages([m for position, b in enumerate(moved, 1) for m in _messages(b, run, position, was=was[b.id])])
    post_digest_notes(
        [
            DigestNote(
                key=f"booking:{b.id}:{b.sequence}:lowered:{b.placed_by_id}",
                person_id=b.placed_by_id,
                school_id=b.school_id,
                text=f"{run.course.title} has fewer places than before: {b.person.name} waits again, at the front.",
                link="/school-bookings",
            )
            for b in moved
            if b.person is not None and b.placed_by_id is not None and b.placed_by_id != b.person_id
        ]
    )


def _messages(booking: Booking, run: Run, position: int, *, was: BookingState) -> list[Message]:
    person = booking.person
    if person is None:
        return []
    subject, text = render_message("bookings/lowered", person=person, run=run, position=position, was=was)
    notes = (
        [
            cancellation(meeting(run, session), attendance(booking, person, run), now=clock.now())
            for session in run.sessions
        ]
        if was == BookingState.CONFIRMED
        else [None]
    )
    return [
        Message(
            key=f"booking:{booking.id}:{booking.sequence}:lowered:{number}",
            kind="booking_lowered",
            person_id=person.id,
            email=person.email,
            subject=subject,
            text=text,
            calendar=note,
            calendar_method="CANCEL" if note else None,
        )
        for number, note in enumerate(notes, 1)
    ]
