"""Bookings as lists and pages show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.queries.attendance import never_came
from inclusion_app.training.bookings.queries.facts import ONLY_ASKED_FOR
from inclusion_app.training.models import Booking, BookingChange, BookingParticipant, Course, Run
from inclusion_app.training.states import ACTIVE, TAKES_A_PLACE, BookingState, Taker

SHOWN = {
    "coming": "To come",
    "offered": "Offered a place",
    "waiting": "Waiting",
    "past": "Past",
    "missed": "Did not come",
    "cancelled": "Cancelled",
    "all": "All",
}
"""The parts of a school's list, and what they are called."""


def bookings_found(school_id: int, *, part: str, words: str, now: datetime) -> Select[Booking]:
    """A school's bookings, one part of them, whose person or course has every word; for a list in pages."""
    query = _with_names().where(Booking.school_id == school_id)
    for word in words.split():
        query = query.where(
            or_(Person.name.icontains(word, autoescape=True), Course.title.icontains(word, autoescape=True))
        )
    if part == "coming":
        query = query.where(Booking.state.in_(ACTIVE), Run.ends_at > now)
    elif part == "offered":
        query = query.where(Booking.state == BookingState.OFFERED, Run.starts_at > now)
    elif part == "waiting":
        query = query.where(Booking.state == BookingState.WAITING, Run.ends_at > now)
    elif part == "past":
        query = query.where(Booking.state.in_(TAKES_A_PLACE), Run.ends_at <= now)
    elif part == "missed":
        query = query.where(Booking.state == BookingState.CONFIRMED, Run.ends_at <= now, never_came())
    elif part == "cancelled":
        query = query.where(Booking.state == BookingState.CANCELLED)
    forwards = part in {"coming", "offered", "waiting"}
    return query.order_by(Run.starts_at if forwards else Run.starts_at.desc(), Person.name, Booking.id)


def bookings_of_person(person_id: int, *, now: datetime) -> tuple[list[Booking], list[Booking]]:
    """One person's bookings with their sessions, also where they come for their school: to come, and past."""
    comes_too = Booking.id.in_(select(BookingParticipant.booking_id).where(BookingParticipant.person_id == person_id))
    query = (
        _with_names()
        .where(or_(Booking.person_id == person_id, comes_too), Booking.state.in_(ACTIVE))
        .options(contains_eager(Booking.run).selectinload(Run.sessions))
        .order_by(Run.starts_at, Booking.id)
    )
    every = list(db.session.scalars(query))
    return [b for b in every if b.run.ends_at > now], [b for b in reversed(every) if b.run.ends_at <= now]


def booking_by_id(booking_id: int) -> Booking | None:
    """One booking with its run, sessions, person, needs and outcome."""
    return db.session.scalars(
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            joinedload(Booking.run).joinedload(Run.course),
            joinedload(Booking.run).joinedload(Run.provider),
            joinedload(Booking.run).selectinload(Run.sessions),
            joinedload(Booking.person),
            joinedload(Booking.school),
            joinedload(Booking.need),
            joinedload(Booking.outcome),
        )
    ).first()


def people_coming(booking: Booking) -> list[Person]:
    """Whom the booking is for; of a school's or a team's place the contact and everybody who comes, by name."""
    contact = [] if booking.person is None else [booking.person]
    if booking.holder.startswith(f"{Taker.PERSON}:"):
        return contact
    query = select(Person).join(BookingParticipant, BookingParticipant.person_id == Person.id)
    query = query.where(BookingParticipant.booking_id == booking.id, Person.id != booking.person_id)
    return contact + list(db.session.scalars(query.order_by(Person.name, Person.id)))


@dataclass(frozen=True)
class Step:
    """One change of a booking, and who made it."""

    at: datetime
    after: str
    who: str
    reason: str


def history_of(booking_id: int) -> list[Step]:
    """Everything that has happened to a booking, the first at the front."""
    rows = db.session.execute(
        select(BookingChange.at, BookingChange.after, AuditEvent.actor_name, BookingChange.reason)
        .join(AuditEvent, AuditEvent.id == BookingChange.audit_id)
        .where(BookingChange.booking_id == booking_id)
        .order_by(BookingChange.id)
    )
    return [Step(*row) for row in rows]


def positions(run_ids: Collection[int]) -> dict[int, int]:
    """Where each waiting booking of these runs stands in its line, counted from 1; one statement."""
    rank = func.row_number().over(partition_by=Booking.run_id, order_by=Booking.queue_number)
    rows = db.session.execute(
        select(Booking.id, rank).where(Booking.run_id.in_(run_ids), Booking.state == BookingState.WAITING)
    )
    return {booking_id: place for booking_id, place in rows}  # noqa: C416  # a row is no pair to the type checker


def bookings_of_run(run_id: int) -> Sequence[Booking]:
    """Everybody on a run or waiting for it, without what they need; those with a place first, then the line."""
    return db.session.scalars(_of_run(run_id)).all()


def bookings_for_organiser(run_id: int) -> Sequence[Booking]:
    """The same people with what to provide for them: for the run's provider alone."""
    return db.session.scalars(_of_run(run_id).options(selectinload(Booking.need))).all()


def _of_run(run_id: int) -> Select[Booking]:
    waits = Booking.state == BookingState.WAITING
    return (
        select(Booking)
        .join(Booking.person)
        .join(Booking.school)
        .where(Booking.run_id == run_id, Booking.state.in_(ACTIVE - ONLY_ASKED_FOR))
        .options(
            contains_eager(Booking.person),
            contains_eager(Booking.school),
            joinedload(Booking.outcome),
        )
        .order_by(waits, case((waits, Booking.queue_number)), Person.name, Booking.id)
    )


def runs_given(which: ColumnElement[bool], *, now: datetime) -> tuple[list[Run], list[Run]]:
    """Which of the runs are still to come or going on, and the latest fifty past."""
    query = select(Run).where(which).options(joinedload(Run.course))
    coming = db.session.scalars(query.where(Run.ends_at > now).order_by(Run.starts_at, Run.id))
    past = db.session.scalars(query.where(Run.ends_at <= now).order_by(Run.starts_at.desc(), Run.id).limit(50))
    return list(coming), list(past)


def bookings_of_act(audit_id: int) -> Sequence[Booking]:
    """What one act on the audit trail has booked."""
    return db.session.scalars(
        _with_names()
        .join(BookingChange, BookingChange.booking_id == Booking.id)
        .where(BookingChange.audit_id == audit_id)
        .order_by(Run.starts_at, Booking.id)
    ).all()


def _with_names() -> Select[Booking]:
    return (
        select(Booking)
        .join(Booking.run)
        .join(Run.course)
        .join(Booking.person)
        .options(
            contains_eager(Booking.run).contains_eager(Run.course),
            contains_eager(Booking.person),
            joinedload(Booking.outcome),
        )
    )
