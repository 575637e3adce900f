"""Messages that ask for feedback, each with a link that needs no signing in."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from inclusion_app.accounts.choice_links import choices_address
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.bookings.notices import run_to_tell_of
from inclusion_app.training.links import LinkFor, make_booking_link
from inclusion_app.training.models import Booking
from inclusion_app.training.states import FeedbackPoint

LINK_FOR = {
    FeedbackPoint.BEFORE: LinkFor.FEEDBACK_BEFORE,
    FeedbackPoint.AFTER: LinkFor.FEEDBACK_AFTER,
    FeedbackPoint.LATER: LinkFor.FEEDBACK_LATER,
}
POINT_OF = {link_for.value: point for point, link_for in LINK_FOR.items()}


def ask(bookings: Sequence[Booking], point: FeedbackPoint, *, closes_at: datetime, now: datetime) -> None:
    """Ask the people of these bookings of one run; each comes with its person."""
    post_messages(list(_messages(bookings, point, "ask", closes_at=closes_at, now=now)))


def remind(bookings: Sequence[Booking], point: FeedbackPoint, *, closes_at: datetime, now: datetime) -> None:
    """Ask again, once, with a link of its own: the first is kept nowhere."""
    post_messages(list(_messages(bookings, point, "remind", closes_at=closes_at, now=now)))


def _messages(
    bookings: Sequence[Booking], point: FeedbackPoint, event: str, *, closes_at: datetime, now: datetime
) -> Iterator[Message]:
    run = run_to_tell_of(bookings[0].run_id) if bookings else None
    for booking in bookings:
        if booking.person is None:
            continue
        token = make_booking_link(
            booking.id, LINK_FOR[point], person_id=booking.person.id, expires_at=closes_at, now=now
        )
        subject, text = render_message(
            f"feedback/{event}",
            person=booking.person,
            run=run,
            point=point.value,
            closes_at=closes_at,
            link=full_address(f"/feedback/{token}"),
            choices=choices_address(booking.person.id),
        )
        yield Message(
            key=f"feedback:{booking.id}:{point}:{event}",
            kind=f"feedback_{event}",
            person_id=booking.person.id,
            email=booking.person.email,
            subject=subject,
            text=text,
        )
