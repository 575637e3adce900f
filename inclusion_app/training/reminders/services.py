"""Remind people who have a place; once for each session and each time it is set for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.accounts.choice_links import choices_address
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.preferences import who_wants
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, OutboxMessage, post_messages
from inclusion_app.training.models import Booking, Run, Session
from inclusion_app.training.reminders.rules import LONGEST_BEFORE, WEEK, reminder_due
from inclusion_app.training.states import BookingState, RunState


def remind(now: datetime) -> int:
    """Post every reminder that is due and not yet posted; returns how many. The key of a message names the session
    and the time it is set for: a run that is moved reminds anew, and a clock put back reminds nobody twice."""
    soon = (
        select(Run.id)
        .join(Session, Session.run_id == Run.id)
        .where(
            Session.starts_at > now,
            Session.starts_at < now + LONGEST_BEFORE,
            Run.state.in_((RunState.OPEN, RunState.CLOSED)),
        )
        .distinct()
    )
    return sum(_remind_of_run(run_id, now=now) for run_id in sorted(db.session.scalars(soon).all()))


def _remind_of_run(run_id: int, *, now: datetime) -> int:
    with transaction() as session:
        run = session.scalars(
            select(Run)
            .where(Run.id == run_id)
            .options(joinedload(Run.course), joinedload(Run.provider), selectinload(Run.sessions))
            .with_for_update(of=Run)
            .execution_options(populate_existing=True)
        ).one()
        due = _due(run, now=now)
        known = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_([key for key, *_ in due]))))
        fresh = [one for one in due if one[0] not in known]
        wanting = who_wants(MessageGroup.REMINDERS, {person.id for _, person, *_ in fresh})
        messages = [_message(run, *one, now=now) for one in fresh if one[1].id in wanting]
        post_messages(messages)
    return len(messages)


def _due(run: Run, *, now: datetime) -> list[tuple[str, Person, Session, int]]:
    """Key, person, session and days before, for everybody who has a place or comes along on one."""
    bookings: Sequence[Booking] = db.session.scalars(
        select(Booking)
        .where(Booking.run_id == run.id, Booking.state == BookingState.CONFIRMED)
        .options(joinedload(Booking.person), selectinload(Booking.participants))
        .order_by(Booking.id)
    ).all()
    found = []
    for number, session in enumerate(run.sessions):
        for booking in bookings:
            days = reminder_due(session.starts_at, is_first=number == 0, booked_at=booking.placed_at, now=now)
            if days is None:
                continue
            people = {p.id: p for p in (booking.person, *booking.participants) if p and p.deactivated_at is None}
            found += [(_key(booking, session, days, person), person, session, days) for person in people.values()]
    return found


def _key(booking: Booking, session: Session, days: int, person: Person) -> str:
    return f"booking:{booking.id}:reminder:{days}:{session.id}:{session.starts_at:%Y%m%dT%H%M}:{person.id}"


def _message(  # noqa: PLR0917  # one row of what is due
    run: Run, key: str, person: Person, session: Session, days: int, *, now: datetime
) -> Message:
    left = days if days == WEEK else (london(session.starts_at).date() - london(now).date()).days
    subject, text = render_message(
        "reminders/reminder",
        person=person,
        run=run,
        session=session,
        days=left,
        link=full_address("/my-bookings"),
        choices=choices_address(person.id),
    )
    return Message(key=key, kind="reminder", person_id=person.id, email=person.email, subject=subject, text=text)
