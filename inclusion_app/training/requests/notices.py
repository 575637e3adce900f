"""Messages about requests and applications, in the transaction of the act they tell of."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.bookings.notices import cancellations, invitations_of, people_to_tell, run_to_tell_of
from inclusion_app.training.links import LinkFor, make_booking_link
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests.rules import LINK_WORKS_FOR
from inclusion_app.training.states import BookingState


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


def tell_of_support(actor: Acting, booking: Booking, run: Run) -> None:
    """The school supports the application: now the team decides."""
    if booking.person is not None and booking.person_id != actor.person_id:
        post_messages([_message(booking, run, "supported", booking.person, by=actor.name)])


def tell_supporter_of_acceptance(actor: Acting, booking: Booking, run: Run, *, supporter_id: int | None) -> None:
    """Whoever supported it for the school learns of it; the person has the invitation."""
    readers = people_to_tell({supporter_id} - {None, actor.person_id, booking.person_id})
    post_messages([_message(booking, run, "accepted_note", reader) for reader in readers.values()])


def tell_of_rejection(booking: Booking, run: Run, *, reader_ids: Collection[int | None], reason: str) -> None:
    """The team has said no: the person and whoever supported it read why."""
    readers = people_to_tell({number for number in reader_ids if number is not None})
    post_messages([_message(booking, run, "rejected", reader, reason=reason) for reader in readers.values()])


def tell_of_exchange(booking: Booking, run: Run, *, gone: Sequence[Person], fresh: Sequence[Person]) -> None:
    """Who comes now is invited, who does not any more is told; their calendars say the same."""
    if booking.state != BookingState.CONFIRMED:
        return
    messages = [m for person in fresh for m in invitations_of(person, booking, run=run, sessions=run.sessions)]
    for person in gone:
        subject, text = render_message("requests/not_coming", reader=person, booking=booking, run=run)
        event = kind = "request_not_coming"
        messages += cancellations(person, booking, run, event=event, kind=kind, subject=subject, text=text)
    post_messages(messages)


def tell_of_dates(run_id: int, told: Sequence[Row[int, int, int, str, str]]) -> None:
    """There are dates of a course that these people are interested in."""
    if told:
        run = run_to_tell_of(run_id)
        post_messages([_of_dates(run, one) for one in told])


def _of_dates(run: Run, one: Row[int, int, int, str, str]) -> Message:
    page = f"/catalogue/{run.course.slug}"
    said = {"link": full_address(f"{page}/runs/{run.id}"), "stop": full_address(f"{page}/interest")}
    subject, text = render_message("requests/dates", greeted=one.name.partition(" ")[0], run=run, **said)
    return Message(
        key=f"interest:{one.id}:run:{run.id}",
        kind="interest_dates",
        person_id=one.person_id,
        email=one.email,
        subject=subject,
        text=text,
    )


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
