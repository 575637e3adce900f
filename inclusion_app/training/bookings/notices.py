"""Messages about bookings, put into the outbox in the transaction of the act they tell of."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages
from inclusion_app.training.bookings.calendar import Attendance, Meeting, cancellation, invitation, published
from inclusion_app.training.bookings.queries.baskets import BasketView
from inclusion_app.training.bookings.queries.bookings import people_coming, positions
from inclusion_app.training.bookings.terms import terms_of
from inclusion_app.training.models import Booking, Run, Session
from inclusion_app.training.states import TAKES_A_PLACE, BookingState

NO_REPLY = "no-reply"


def tell_of_confirmation(actor: Actor, view: BasketView, booked: Mapping[int, list[Booking]]) -> None:
    """Everybody placed gets an invitation, everybody waiting their position, and the booker one summary."""
    messages: list[Message] = []
    for run_view in view.runs:
        ahead = run_view.facts.waiting
        for booking in booked[run_view.run.id]:
            if booking.state == BookingState.CONFIRMED:
                messages += invitations(booking, run_view.run, run_view.sessions)
            else:
                ahead += 1
                messages.append(_joined(booking, run_view.run, position=ahead))
    if view.basket is not None and actor.email:
        messages.append(_summary(actor, view, booked, basket_id=view.basket.id))
    post_messages(messages)


def tell_of_placing(booking: Booking, run_id: int) -> None:
    """A booking made by itself, not in a basket: an invitation, or the position on the waiting list."""
    run = run_to_tell_of(run_id)
    if booking.state == BookingState.CONFIRMED:
        post_messages(list(invitations(booking, run, run.sessions)))
    else:
        post_messages([_joined(booking, run, position=positions([run_id])[booking.id])])


def tell_of_promotion(promoted: Sequence[Booking], run_id: int) -> None:
    """A place has become free: those who got it are told, with an invitation, and so are those who booked them."""
    run, bookers = run_to_tell_of(run_id), people_to_tell({booking.placed_by_id for booking in promoted})
    messages = [message for booking in promoted for message in invitations(booking, run, run.sessions, "promoted")]
    for booking in promoted:
        booker = bookers.get(booking.placed_by_id or 0)
        if booker is not None and booker.id != booking.person_id:
            messages.append(_note(booking, run, "promoted", reader=booker))
    post_messages(messages)


def tell_of_cancellation(actor: Actor, booking: Booking, run_id: int, *, was: BookingState) -> None:
    """The person is told and their calendar is cleared; whoever booked them reads of it in the digest."""
    run, kind = run_to_tell_of(run_id), "booking_cancelled"
    messages: list[Message] = []
    for person in people_coming(booking):
        subject, text = render_message("bookings/cancelled", person=person, run=run, booking=booking, was=was)
        if was in TAKES_A_PLACE:
            messages += cancellations(person, booking, run, event="cancelled", kind=kind, subject=subject, text=text)
        else:
            messages.append(message_to(person, booking, "cancelled", kind, subject=subject, text=text))
    post_messages(messages)
    _note_cancellation(actor, booking, run)


def _note_cancellation(actor: Actor, booking: Booking, run: Run) -> None:
    booker = booking.placed_by_id
    if booker is None or booker in {actor.person_id, booking.person_id}:
        return  # they have seen it on the screen, or been told themselves
    who = booking.person.name if booking.person else "the school"
    by = actor.name[:1].upper() + actor.name[1:]
    late = " It counts as a late cancellation." if booking.ended_late else ""
    note = DigestNote(
        key=f"booking:{booking.id}:{booking.sequence}:cancelled:{booker}",
        person_id=booker,
        school_id=booking.school_id,
        text=f"{by} has cancelled the booking of {who} on {run.course.title}.{late}",
        link="/school-bookings",
    )
    post_digest_notes([note])


def invitations(
    booking: Booking, run: Run, sessions: Sequence[Session], template: str = "confirmed"
) -> Iterator[Message]:
    """One message for each session and everybody who comes; each carries one calendar entry (RFC 5546, 3.2.2)."""
    for person in people_coming(booking):
        yield from invitations_of(person, booking, run=run, sessions=sessions, template=template)


def invitations_of(
    person: Person, booking: Booking, *, run: Run, sessions: Sequence[Session], template: str = "confirmed"
) -> Iterator[Message]:
    """The same for one of those who come."""
    for number, session in enumerate(sessions, 1):
        subject, text = render_message(
            f"bookings/{template}",
            person=person,
            run=run,
            sessions=sessions,
            number=number,
            terms=terms_of(run),
            link=full_address("/my-bookings"),
        )
        ics = invitation(meeting(run, session), attendance(booking, person, run), now=clock.now())
        kind = f"booking_{template}"
        yield message_to(
            person, booking, f"{template}:{number}", kind, subject=subject, text=text, ics=ics, method="REQUEST"
        )


def cancellations(
    person: Person, booking: Booking, run: Run, *, event: str, kind: str, subject: str, text: str
) -> Iterator[Message]:
    """One message for each session, which clears it from the person's calendar."""
    for number, session in enumerate(run.sessions, 1):
        ics = cancellation(meeting(run, session), attendance(booking, person, run), now=clock.now())
        yield message_to(
            person, booking, f"{event}:{number}", kind, subject=subject, text=text, ics=ics, method="CANCEL"
        )


def _joined(booking: Booking, run: Run, *, position: int) -> Message:
    subject, text = render_message("bookings/waiting", person=booking.person, run=run, position=position)
    assert booking.person is not None  # noqa: S101  # whoever waits is named
    return message_to(booking.person, booking, "waiting", "booking_waiting", subject=subject, text=text)


def _summary(actor: Actor, view: BasketView, booked: Mapping[int, list[Booking]], *, basket_id: int) -> Message:
    subject, text = render_message("bookings/summary", actor=actor, runs=view.runs, booked=booked)
    return Message(
        key=f"basket:{basket_id}:summary",
        kind="basket_summary",
        person_id=actor.person_id,
        email=actor.email,
        subject=subject,
        text=text,
    )


def _note(booking: Booking, run: Run, event: str, *, reader: Person) -> Message:
    """For somebody who books for others: what has become of a booking."""
    subject, text = render_message(
        f"bookings/{event}_note", reader=reader, person=booking.person, run=run, booking=booking
    )
    return Message(
        key=f"booking:{booking.id}:{booking.sequence}:{event}-note:{reader.id}",
        kind=f"booking_{event}_note",
        person_id=reader.id,
        email=reader.email,
        subject=subject,
        text=text,
    )


def message_to(  # one line for each thing a message says
    person: Person,
    booking: Booking,
    event: str,
    kind: str,
    *,
    subject: str,
    text: str,
    ics: str | None = None,
    method: str | None = None,
) -> Message:
    """One message about a booking, to whoever it is for or one of those who come."""
    other = "" if person.id == booking.person_id else f":{person.id}"
    return Message(
        key=f"booking:{booking.id}:{booking.sequence}:{event}{other}",
        kind=kind,
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
        calendar=ics,
        calendar_method=method,
    )


def meeting(run: Run, session: Session) -> Meeting:
    """The session as a calendar shows it. The run comes with course and provider."""
    place = ", ".join(part for part in (session.venue, session.postcode) if part) or "Online"
    return Meeting(
        session_id=session.id,
        title=run.course.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place,
        description=f"Given by {run.provider.name}. Your bookings: {full_address('/my-bookings')}",
    )


def attendance(booking: Booking, person: Person, run: Run) -> Attendance:
    """Whose calendar an entry of the booking is for, and who invites."""
    domain = urlsplit(full_address("/")).hostname or "localhost"
    return Attendance(
        uid=booking.uid,
        sequence=booking.sequence,
        name=person.name,
        email=person.email,
        organiser=run.provider.name,
        organiser_email=run.provider.email or f"{NO_REPLY}@{domain}",
        domain=domain,
    )


def people_to_tell(ids: Collection[int | None]) -> dict[int, Person]:
    """Those of them who can still be written to."""
    query = select(Person).where(Person.id.in_(ids), Person.deactivated_at.is_(None)).order_by(Person.id)
    return {person.id: person for person in db.session.scalars(query)}


def run_to_tell_of(run_id: int) -> Run:
    """The run as it stands now, with all that messages say of it."""
    return db.session.scalars(
        select(Run)
        .where(Run.id == run_id)
        .options(joinedload(Run.course), joinedload(Run.provider), selectinload(Run.sessions))
        .execution_options(populate_existing=True)
    ).one()


def calendar_file(booking: Booking) -> str:
    """Every session of a booking in one calendar file. The booking comes with run, sessions and person."""
    assert booking.person is not None  # noqa: S101  # only people have bookings of their own
    meetings = [meeting(booking.run, session) for session in booking.run.sessions]
    return published(meetings, attendance(booking, booking.person, booking.run), now=clock.now())
