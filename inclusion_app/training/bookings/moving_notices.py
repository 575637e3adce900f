"""Messages to everybody on a run that is moved: what has changed, and whether the place is still wanted."""

from collections.abc import Sequence
from datetime import datetime

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.bookings.calendar import Meeting, cancellation, invitation
from inclusion_app.training.bookings.notices import attendance, meeting, run_to_tell_of
from inclusion_app.training.bookings.rescheduling import Rescheduled, Slot
from inclusion_app.training.bookings.run_notices import note_for_bookers
from inclusion_app.training.facilitators.notices import tell_givers_of_move
from inclusion_app.training.links import LinkFor, make_booking_links
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.states import BookingState, RunState

Entry = tuple[str | None, str | None]
"""A calendar part and its method; neither where the reader has no place."""


def tell_of_move(
    actor: Acting, bookings: Sequence[Booking], run: Run, what: Rescheduled, *, asks: bool, now: datetime
) -> None:
    """Everybody is told, and asked where ``asks``; those who booked for others read of it in their digest, and
    those who give the run hear of it."""
    run = run_to_tell_of(run.id)
    links = _links(bookings, run, now=now) if asks else {}
    messages = []
    for booking in bookings:
        for reader in _readers(booking):
            link = links.get(booking.id, "") if reader.id == booking.person_id else ""
            messages += _messages(booking, run, reader, what, link=link)
    post_messages(messages)
    news = "has been moved" if what.is_moved else "has a new place or joining link"
    note_for_bookers(actor, bookings, run, event="moved", what=news)
    if run.state != RunState.DRAFT:
        tell_givers_of_move(run, people=len(bookings), lines=what.lines)


def _readers(booking: Booking) -> list[Person]:
    readers = {person.id: person for person in (booking.person, *booking.participants) if person is not None}
    return [reader for reader in readers.values() if reader.deactivated_at is None]


def _links(bookings: Sequence[Booking], run: Run, *, now: datetime) -> dict[int, str]:
    """Where each who has a place can answer; of a school's place that is the contact."""
    readers = {b.id: b.person_id for b in bookings if b.state == BookingState.CONFIRMED and b.person_id is not None}
    tokens = make_booking_links(readers, LinkFor.MOVED, expires_at=run.starts_at, now=now)
    return {booking_id: full_address(f"/moved/{token}") for booking_id, token in tokens.items()}


def _messages(booking: Booking, run: Run, reader: Person, what: Rescheduled, *, link: str) -> list[Message]:
    has_place = booking.state == BookingState.CONFIRMED
    subject, text = render_message(
        "bookings/moved", reader=reader, run=run, booking=booking, what=what, link=link, has_place=has_place
    )
    entries = _entries(booking, run, reader, what) if has_place else [(None, None)]
    return [
        Message(
            key=f"booking:{booking.id}:{booking.sequence}:moved:{reader.id}:{number}",
            kind="booking_moved",
            person_id=reader.id,
            email=reader.email,
            subject=subject,
            text=text,
            calendar=part,
            calendar_method=method,
        )
        for number, (part, method) in enumerate(entries, 1)
    ]


def _entries(booking: Booking, run: Run, reader: Person, what: Rescheduled) -> list[Entry]:
    who, now = attendance(booking, reader, run), clock.now()
    asked: list[Entry] = [
        (invitation(meeting(run, session), who, now=now), "REQUEST")
        for session in run.sessions
        if session.id in what.to_tell
    ]
    gone: list[Entry] = [(cancellation(_was(run, slot), who, now=now), "CANCEL") for slot in what.removed]
    return asked + gone


def _was(run: Run, slot: Slot) -> Meeting:
    """A session that is no longer there."""
    return Meeting(slot.session_id, run.course.title, slot.starts_at, slot.ends_at, slot.place, "")
