"""What other rooms may know of training: small figures and next dates, read in a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.training.facilitators.queries import worked_on_by
from inclusion_app.training.models import Basket, BasketLine, Booking, Course, Run
from inclusion_app.training.planning.queries.risks import condition_of
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.states import BookingState, RunState

SOON = timedelta(days=30)
SHOWN = 5
COUNTED = (BookingState.CONFIRMED, BookingState.WAITING, BookingState.OFFERED, BookingState.REQUESTED)
GOING = (BookingState.CONFIRMED, BookingState.WAITING, BookingState.OFFERED)


@dataclass(frozen=True)
class SchoolTraining:
    """One school's bookings in figures: people booked on runs to come, people waiting, lines in one's own basket;
    offers of a place that are open, and what has been asked for and waits for the school's word."""

    school_id: int
    booked: int
    waiting: int
    in_basket: int
    offered: int = 0
    requested: int = 0


@dataclass(frozen=True)
class NextBooking:
    """One person on one run to come."""

    booking_id: int
    school_id: int
    person_name: str
    state: str
    course_title: str
    starts_at: datetime


@dataclass(frozen=True)
class RunFill:
    """A run to come and how full it is. ``waiting`` counts bookings on its waiting list."""

    run_id: int
    course_title: str
    starts_at: datetime
    taken: int
    capacity: int
    minimum: int
    waiting: int

    @property
    def is_short(self) -> bool:
        """Fewer are booked than the run needs to go ahead."""
        return self.taken < self.minimum


def training_of_schools(school_ids: Collection[int], *, owner_id: int, now: datetime) -> list[SchoolTraining]:
    """The figures of each school, and what ``owner_id`` has in the basket for it; two statements."""
    counted = db.session.execute(
        select(Booking.school_id, Booking.state, func.count())
        .join(Run, Run.id == Booking.run_id)
        .where(
            Booking.school_id.in_(school_ids),
            Booking.state.in_(COUNTED),
            Run.ends_at > now,
            or_(Booking.state == BookingState.CONFIRMED, Run.starts_at > now),
        )
        .group_by(Booking.school_id, Booking.state)
    )
    figures = {(school_id, state): count for school_id, state, count in counted}
    lines = db.session.execute(
        select(Basket.school_id, func.count())
        .join(BasketLine, BasketLine.basket_id == Basket.id)
        .where(Basket.owner_id == owner_id, Basket.confirmed_at.is_(None), Basket.school_id.in_(school_ids))
        .group_by(Basket.school_id)
    )
    in_basket: dict[int, int] = {school_id: count for school_id, count in lines}  # noqa: C416  # a row is no pair to the type checker
    return [
        SchoolTraining(
            school_id=school_id,
            booked=figures.get((school_id, BookingState.CONFIRMED), 0),
            waiting=figures.get((school_id, BookingState.WAITING), 0),
            in_basket=in_basket.get(school_id, 0),
            offered=figures.get((school_id, BookingState.OFFERED), 0),
            requested=figures.get((school_id, BookingState.REQUESTED), 0),
        )
        for school_id in sorted(school_ids)
    ]


def next_bookings_of_schools(school_ids: Collection[int], *, now: datetime) -> Sequence[NextBooking]:
    """The next few people of these schools to go on a run."""
    return _next_bookings(Booking.school_id.in_(school_ids), now)


def next_bookings_of_person(person_id: int, *, now: datetime) -> Sequence[NextBooking]:
    """The next few runs one person is on, or waits for."""
    return _next_bookings(Booking.person_id == person_id, now)


def next_runs_given_by(actor: Actor, *, now: datetime) -> Sequence[RunFill]:
    """The next few runs that the actor gives, as a member of a provider or as facilitator; one that goes on first."""
    return _runs(worked_on_by(actor, Action.VIEW_PROVIDER_RUNS), Run.ends_at > now)


def registers_to_close(actor: Actor, *, now: datetime) -> Sequence[RunFill]:
    """Of the runs that the actor gives, the first few that are over and whose register nobody has closed."""
    return _runs(worked_on_by(actor, Action.KEEP_REGISTER), condition_of(Risk.REGISTER_OPEN, now=now))


def short_runs(*, now: datetime) -> Sequence[RunFill]:
    """Open runs that start within thirty days and have fewer people than they need."""
    return _runs(Run.taken < Run.minimum, Run.state == RunState.OPEN, Run.starts_at > now, Run.starts_at < now + SOON)


def longest_waiting_lists(*, now: datetime) -> Sequence[RunFill]:
    """Open runs to come on which the most people wait."""
    waiting = _waiting()
    return _runs(waiting > 0, Run.state == RunState.OPEN, Run.starts_at > now, order=waiting.desc())


@dataclass(frozen=True)
class CountyTraining:
    """All open runs to come in figures."""

    runs: int
    places: int
    taken: int
    waiting: int


def training_of_county(*, now: datetime) -> CountyTraining:
    """Figures over every open run that has not started; two statements."""
    to_come = (Run.state == RunState.OPEN, Run.starts_at > now)
    runs, places, taken = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Run.capacity), 0), func.coalesce(func.sum(Run.taken), 0)).where(
            *to_come
        )
    ).one()
    waiting = db.session.scalar(
        select(func.count())
        .select_from(Booking)
        .join(Run, Run.id == Booking.run_id)
        .where(Booking.state == BookingState.WAITING, *to_come)
    )
    return CountyTraining(runs=runs, places=places, taken=taken, waiting=waiting or 0)


def _next_bookings(whose: ColumnElement[bool], now: datetime) -> Sequence[NextBooking]:
    rows = db.session.execute(
        select(Booking.id, Booking.school_id, Person.name, Booking.state, Course.title, Run.starts_at)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .join(Person, Person.id == Booking.person_id)
        .where(whose, Booking.state.in_(GOING), Run.starts_at > now)
        .order_by(Run.starts_at, Person.name, Booking.id)
        .limit(SHOWN)
    )
    return [NextBooking(*row) for row in rows]


def _waiting() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Booking)
        .where(Booking.run_id == Run.id, Booking.state == BookingState.WAITING)
        .correlate(Run)
        .scalar_subquery()
    )


def _runs(*conditions: ColumnElement[bool], order: ColumnElement[Any] | None = None) -> Sequence[RunFill]:
    rows = db.session.execute(
        select(Run.id, Course.title, Run.starts_at, Run.taken, Run.capacity, Run.minimum, _waiting())
        .join(Course, Course.id == Run.course_id)
        .where(Run.state != RunState.CANCELLED, *conditions)
        .order_by(Run.starts_at if order is None else order, Run.id)
        .limit(SHOWN)
    )
    return [RunFill(*row) for row in rows]
