"""Messages when a colleague comes instead."""

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.training.bookings.calendar import cancellation
from inclusion_app.training.bookings.notices import attendance, invitations, meeting, run_to_tell_of
from inclusion_app.training.models import Booking, Run


def tell_of_substitution(actor: Actor, old: Booking, new: Booking, run_id: int) -> None:
    """One calendar is cleared, the other gets its invitations; who had booked the first reads it in the digest."""
    run = run_to_tell_of(run_id)
    post_messages([*_farewell(old, new, run), *invitations(new, run, run.sessions, "substitute")])
    booker = old.placed_by_id
    if booker is None or booker in {actor.person_id, old.person_id, new.person_id}:
        return
    assert old.person is not None  # noqa: S101  # only people are substituted
    assert new.person is not None  # noqa: S101
    note = DigestNote(
        key=f"booking:{old.id}:{old.sequence}:substituted:{booker}",
        person_id=booker,
        school_id=old.school_id,
        text=f"{new.person.name} goes on {run.course.title} instead of {old.person.name}.",
        link="/school-bookings",
    )
    post_digest_notes([note])


def _farewell(old: Booking, new: Booking, run: Run) -> list[Message]:
    person = old.person
    if person is None or person.deactivated_at is not None:
        return []
    subject, text = render_message("bookings/substituted", person=person, colleague=new.person, run=run)
    return [
        Message(
            key=f"booking:{old.id}:{old.sequence}:substituted:{number}",
            kind="booking_substituted",
            person_id=person.id,
            email=person.email,
            subject=subject,
            text=text,
            calendar=cancellation(meeting(run, session), attendance(old, person, run), now=clock.now()),
            calendar_method="CANCEL",
        )
        for number, session in enumerate(run.sessions, 1)
    ]
