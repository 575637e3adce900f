"""Requests and applications as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.queries.seen import seen_by_rules
from inclusion_app.training.bookings.rules import line_warnings
from inclusion_app.training.models import Booking, BookingRequest, Course, Run
from inclusion_app.training.states import BookingState, CameBy

ASKED = (CameBy.REQUEST, CameBy.APPLICATION)
MOST_PAST = 50
PARTS = {
    "decide": "To decide",
    "school": "With the school",
    "accepted": "Accepted",
    "declined": "Declined",
    "all": "All",
}
"""The parts of the list of applications, and what they are called."""


@dataclass(frozen=True)
class Shown:
    """One request or application, and what was said with it and about it."""

    booking: Booking
    said: BookingRequest


def claim_by_id(booking_id: int) -> Shown | None:
    """One request or application with run, sessions, person and school."""
    booking, said = booking_by_id(booking_id), db.session.get(BookingRequest, booking_id)
    return Shown(booking, said) if booking is not None and said is not None else None


def warnings_for(booking: Booking, *, now: datetime, today: date) -> list[str]:
    """What speaks against it, for whoever decides."""
    if booking.person is None:
        return []
    seen = seen_by_rules(booking.run, [booking.person], booking.school_id, now=now, today=today)
    return line_warnings(seen.people[0], seen.run)


def claims_of_school(school_id: int, *, now: datetime) -> tuple[Sequence[Row[Booking, BookingRequest]], ...]:
    """What the school has to decide, the next run first, and what has become of the rest, the latest first."""
    query = _with_names().where(Booking.school_id == school_id)
    waiting = and_(Booking.state == BookingState.REQUESTED, Run.starts_at > now)
    to_decide = query.where(waiting).order_by(Run.starts_at, Booking.id)
    past = query.where(~waiting).order_by(BookingRequest.asked_at.desc(), Booking.id.desc()).limit(MOST_PAST)
    return db.session.execute(to_decide).all(), db.session.execute(past).all()


def refused_of_person(person_id: int, *, now: datetime) -> Sequence[Row[Booking, BookingRequest]]:
    """What somebody asked for and was refused, as long as the run is not over."""
    query = _with_names().where(Booking.person_id == person_id, Booking.state == BookingState.DECLINED)
    return db.session.execute(query.where(Run.ends_at > now).order_by(Run.starts_at, Booking.id)).all()


def applications_found(*, part: str, words: str, run_id: int | None = None) -> Select[Booking, BookingRequest]:
    """Applications, one part of them, whose person, school or course has every word; for a list in pages."""
    query = _with_names().where(Booking.came_by == CameBy.APPLICATION, *_of_run(run_id), *_part(part))
    for word in words.split():
        names = (Person.name, School.name, Course.title)
        query = query.where(or_(*(name.icontains(word, autoescape=True) for name in names)))
    return query.order_by(Run.starts_at, BookingRequest.asked_at, Booking.id)


def numbers_of_applications(run_id: int | None = None) -> dict[str, int]:
    """How many there are in each part; one statement."""
    counts = [func.count().filter(*_part(part)).label(part) for part in PARTS if part != "all"]
    query = select(*counts, func.count().label("all")).select_from(Booking)
    query = query.join(BookingRequest, BookingRequest.booking_id == Booking.id)
    row = db.session.execute(query.where(Booking.came_by == CameBy.APPLICATION, *_of_run(run_id))).one()
    return {part: int(row._mapping[part]) for part in PARTS}  # noqa: SLF001  # the way SQLAlchemy offers


def _of_run(run_id: int | None) -> list[ColumnElement[bool]]:
    return [] if run_id is None else [Booking.run_id == run_id]


def _part(part: str) -> list[ColumnElement[bool]]:
    conditions: dict[str, ColumnElement[bool]] = {
        "decide": Booking.state == BookingState.APPROVED,
        "school": Booking.state == BookingState.REQUESTED,
        "accepted": BookingRequest.decision == "approved",
        "declined": Booking.state == BookingState.DECLINED,
    }
    return [conditions[part]] if part in conditions else []


def _with_names() -> Select[Booking, BookingRequest]:
    return (
        select(Booking, BookingRequest)
        .join(BookingRequest, BookingRequest.booking_id == Booking.id)
        .join(Booking.run)
        .join(Run.course)
        .join(Booking.person)
        .join(Booking.school)
        .options(
            contains_eager(Booking.run).contains_eager(Run.course),
            contains_eager(Booking.person),
            contains_eager(Booking.school),
            joinedload(Booking.outcome),
        )
    )
