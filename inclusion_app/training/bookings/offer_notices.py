"""Messages about offered places: to whoever is offered one, and to whoever booked for them."""

from collections.abc import Sequence
from datetime import datetime

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.training.bookings.notices import invitations, people_to_tell, run_to_tell_of
from inclusion_app.training.links import LinkFor, make_booking_link
from inclusion_app.training.models import Booking, Run


def tell_of_offer(offered: Sequence[Booking], run_id: int, *, now: datetime) -> None:
    """Each is asked, and so is whoever booked them: either may answer, by a link that shows before it acts."""
    run, bookers = run_to_tell_of(run_id), people_to_tell({booking.placed_by_id for booking in offered})
    messages = []
    for booking in offered:
        readers = {p.id: p for p in (booking.person, bookers.get(booking.placed_by_id or 0)) if p is not None}
        messages += [_offer(booking, run, reader, now=now) for reader in readers.values()]
    post_messages(messages)


def tell_of_acceptance(actor: Acting, booking: Booking, run_id: int) -> None:
    """The person gets the invitation; whoever booked them reads of it in the digest."""
    run = run_to_tell_of(run_id)
    post_messages(list(invitations(booking, run, run.sessions)))
    _note(actor, booking, run, "has taken up the place that was offered on")


def tell_of_refusal(actor: Acting, booking: Booking, run_id: int) -> None:
    """Whoever booked them reads of it in the digest; the person is told where somebody else answered."""
    run = run_to_tell_of(run_id)
    _note(actor, booking, run, "has not taken up the place that was offered on")
    if booking.person is not None and actor.person_id != booking.person_id:
        post_messages([_plain(booking, run, "offer_declined", booking.person)])


def tell_of_lapse(lapsed: Sequence[Booking], run_id: int) -> None:
    """The offer was not answered in time: the person is told, and whoever booked them."""
    run, bookers = run_to_tell_of(run_id), people_to_tell({booking.placed_by_id for booking in lapsed})
    messages = []
    for booking in lapsed:
        readers = {p.id: p for p in (booking.person, bookers.get(booking.placed_by_id or 0)) if p is not None}
        messages += [_plain(booking, run, "offer_lapsed", reader) for reader in readers.values()]
    post_messages(messages)


def tell_of_end(ended: Sequence[Booking], run_id: int) -> None:
    """The run has started without them."""
    run = run_to_tell_of(run_id)
    post_messages([_plain(b, run, "waiting_ended", b.person) for b in ended if b.person is not None])


def _offer(booking: Booking, run: Run, reader: Person, *, now: datetime) -> Message:
    assert booking.offered_until is not None  # noqa: S101  # an offer has its end, the database says so
    token = make_booking_link(booking.id, LinkFor.OFFER, person_id=reader.id, expires_at=booking.offered_until, now=now)
    subject, text = render_message(
        "bookings/offer",
        reader=reader,
        person=booking.person,
        run=run,
        until=booking.offered_until,
        link=full_address(f"/offers/{token}"),
    )
    return Message(
        key=f"booking:{booking.id}:offer:{booking.offered_until:%Y%m%dT%H%M%S}:{reader.id}",
        kind="booking_offered",
        person_id=reader.id,
        email=reader.email,
        subject=subject,
        text=text,
    )


def _plain(booking: Booking, run: Run, template: str, reader: Person) -> Message:
    subject, text = render_message(f"bookings/{template}", reader=reader, person=booking.person, run=run)
    return Message(
        key=f"booking:{booking.id}:{template}:{booking.version}:{reader.id}",
        kind=f"booking_{template}",
        person_id=reader.id,
        email=reader.email,
        subject=subject,
        text=text,
    )


def _note(actor: Acting, booking: Booking, run: Run, what: str) -> None:
    if booking.placed_by_id is None or booking.placed_by_id in {actor.person_id, booking.person_id}:
        return
    who = booking.person.name if booking.person else "Somebody"
    note = DigestNote(
        key=f"booking:{booking.id}:{booking.state}:{booking.version}:{booking.placed_by_id}",
        person_id=booking.placed_by_id,
        school_id=booking.school_id,
        text=f"{who} {what} {run.course.title}.",
        link="/school-bookings",
    )
    post_digest_notes([note])
