"""Messages about requests and applications, in the transaction of the act they tell of."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.bookings.notices import people_to_tell
from inclusion_app.training.links import LinkFor, make_booking_link
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests.rules import LINK_WORKS_FOR


def tell_of_request(booking: Booking, run: Run, statement: str, *, deciders: Sequence[Person], now: datetime) -> None:
    """Everybody who can decide gets a link of their own, which shows before it acts."""
    until = min(now + LINK_WORKS_FOR, run.book_by)
    messages = []
    for reader in deciders:
        token = make_booking_link(booking.id, LinkFor.DECIDE, person_id=reader.id, expires_at=until, now=now)
        said = {"statement": statement.strip(), "until": until, "link": full_address(f"/requests/{token}")}
        messages.append(_message(booking, run, "asked", reader, **said))
    post_messages(messages)


def tell_of_refusal(actor: Acting, booking: Booking, run: Run, *, reason: str) -> None:
    """The person reads why, unless it is they who have refused."""
    if booking.person is not None and booking.person_id != actor.person_id:
        post_messages([_message(booking, run, "declined", booking.person, reason=reason, by=actor.name)])


def _to_others(actor: Acting, ids: Iterable[int | None]) -> list[Person]:
    return list(people_to_tell({number for number in ids if number is not None and number != actor.person_id}).values())


def _message(booking: Booking, run: Run, template: str, reader: Person, **said: object) -> Message:
    subject, text = render_message(f"requests/{template}", reader=reader, booking=booking, person=booking.person,
                                   run=run, **said)  # fmt: skip
    return Message(
        key=f"booking:{booking.id}:{template}:{reader.id}",
        kind=f"request_{template}",
        person_id=reader.id,
        email=reader.email,
        subject=subject,
        text=text,
    )
