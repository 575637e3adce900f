"""Feeds, and what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload, subqueryload

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking, BookingChange, BookingParticipant, CalendarFeed, Run, RunFacilitator
from inclusion_app.training.states import BookingState, RunState

LOOKS_BACK = timedelta(days=365)
TELLS_OF_CANCELLED = timedelta(days=30)
"""How long a feed goes on to say that something is cancelled (standards.md 5)."""


@dataclass(frozen=True)
class Place:
    """One booking, and whether it is, or was until lately, a place that stands in calendars."""

    booking: Booking
    is_confirmed: bool
    is_lost: bool


def feed_by_id(feed_id: int) -> CalendarFeed | None:
    """The feed, unless it has been ended."""
    return db.session.scalars(
        select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.ended_at.is_(None))
    ).first()


def current_feed(person_id: int, school_id: int | None) -> CalendarFeed | None:
    """The feed that this person has of the own bookings, or of a school's."""
    return db.session.scalars(select(CalendarFeed).where(is_current(person_id, school_id))).first()


def is_current(person_id: int, school_id: int | None) -> ColumnElement[bool]:
    """The feeds of that person and school that have not been ended: one at most."""
    of_school = CalendarFeed.school_id.is_(None) if school_id is None else CalendarFeed.school_id == school_id
    return (CalendarFeed.person_id == person_id) & of_school & CalendarFeed.ended_at.is_(None)


def places_of_person(person_id: int, *, now: datetime) -> Sequence[Place]:
    """Somebody's own bookings, and those of a school on which the person is one of those who come."""
    takes_part = select(BookingParticipant.booking_id).where(BookingParticipant.person_id == person_id)
    return _places(or_(Booking.person_id == person_id, Booking.id.in_(takes_part)), now=now)


def runs_facilitated_by(actor: Actor, *, now: datetime) -> Sequence[Run]:
    """The runs on which somebody is named as facilitator, cancelled ones too; none where the role has been lost."""
    at = actor.providers_where_named(Action.VIEW_PROVIDER_RUNS)
    if not at:
        return []
    named = select(RunFacilitator.run_id).where(RunFacilitator.person_id == actor.person_id)
    return db.session.scalars(
        select(Run)
        .where(Run.id.in_(named), Run.provider_id.in_(at), Run.state != RunState.DRAFT, Run.ends_at > now - LOOKS_BACK)
        .options(joinedload(Run.course), joinedload(Run.provider), selectinload(Run.sessions))
        .order_by(Run.starts_at, Run.id)
    ).all()


def places_of_school(school_id: int, *, now: datetime) -> Sequence[Place]:
    """Every booking of a school, the people with it."""
    return _places(Booking.school_id == school_id, now=now)


def _places(wanted: ColumnElement[bool], *, now: datetime) -> Sequence[Place]:
    was_confirmed = exists().where(
        BookingChange.booking_id == Booking.id, BookingChange.after == BookingState.CONFIRMED
    )
    rows = db.session.execute(_with_run().add_columns(was_confirmed).where(wanted, Run.ends_at > now - LOOKS_BACK))
    return [_place(booking, was_confirmed=bool(was), now=now) for booking, was in rows]


def _place(booking: Booking, *, was_confirmed: bool, now: datetime) -> Place:
    ended = booking.ended_at
    return Place(
        booking,
        is_confirmed=booking.state == BookingState.CONFIRMED,
        is_lost=was_confirmed and ended is not None and ended > now - TELLS_OF_CANCELLED,
    )


def _with_run() -> Select[Booking]:
    return (
        select(Booking)
        .join(Booking.run)
        .options(
            contains_eager(Booking.run).joinedload(Run.course),
            contains_eager(Booking.run).joinedload(Run.provider),
            contains_eager(Booking.run).selectinload(Run.sessions),
            joinedload(Booking.person),
            subqueryload(Booking.participants),  # one statement for any number, where IN takes one for each 500
        )
        .order_by(Run.starts_at, Run.id, Booking.id)
    )
