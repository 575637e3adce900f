"""Charges as lists, pages and files show them; and what a run's course says of them."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.schools.rules.calendar import ONE_DAY
from inclusion_app.training.charges.rules import ChargeTerms, parse_bands
from inclusion_app.training.models import Booking, ChargeRecord, Course, Run


@dataclass(frozen=True)
class ChargeWishes:
    """Which charges are wanted: of schools, people or courses with every word, of a kind, waived or not, by date."""

    words: str = ""
    kind: str = ""
    waived: str = ""
    since: date | None = None
    until: date | None = None
    school_id: int | None = None


@dataclass(frozen=True)
class Totals:
    """How many charges there are, what they come to, and how much of it is waived; in pence."""

    number: int
    to_pay_pence: int
    waived_pence: int


def terms_of_run(run: Run, course: Course) -> ChargeTerms:
    """What the course says of charges, for this run."""
    return ChargeTerms(
        bands=parse_bands(course.charge_bands),
        base_pence=course.charge_base_pence or course.cost_pence,
        cancel_by=run.cancel_by,
        starts_on=london(run.starts_at).date(),
    )


def charges_found(wishes: ChargeWishes) -> Select[ChargeRecord]:
    """The charges that are wanted, the latest first, with booking, person, run, course and school."""
    found: Select[ChargeRecord] = (
        _joined(select(ChargeRecord), wishes)
        .options(
            contains_eager(ChargeRecord.booking).contains_eager(Booking.run).contains_eager(Run.course),
            contains_eager(ChargeRecord.booking).contains_eager(Booking.person),
            contains_eager(ChargeRecord.school),
        )
        .order_by(ChargeRecord.created_at.desc(), ChargeRecord.id.desc())
    )
    return found


def totals_of(wishes: ChargeWishes) -> Totals:
    """What the charges that are wanted come to."""
    waived = ChargeRecord.waiver.is_not(None)
    amount = func.coalesce(func.sum(ChargeRecord.amount_pence).filter(~waived), 0)
    let_off = func.coalesce(func.sum(ChargeRecord.amount_pence).filter(waived), 0)
    row = db.session.execute(_joined(select(func.count(ChargeRecord.id), amount, let_off), wishes)).one()
    return Totals(*row)


def charge_by_id(charge_id: int) -> ChargeRecord | None:
    """One charge with all that belongs to it."""
    return db.session.scalars(
        select(ChargeRecord)
        .where(ChargeRecord.id == charge_id)
        .options(
            joinedload(ChargeRecord.booking).joinedload(Booking.run).joinedload(Run.course),
            joinedload(ChargeRecord.booking).joinedload(Booking.person),
            joinedload(ChargeRecord.school),
        )
    ).first()


def charges_of_booking(booking_id: int) -> list[ChargeRecord]:
    """What one booking has cost."""
    query = select(ChargeRecord).where(ChargeRecord.booking_id == booking_id).order_by(ChargeRecord.id)
    return list(db.session.scalars(query))


def _joined(query: Any, wishes: ChargeWishes) -> Any:
    """The query over what is wanted; whatever it selects."""
    joined = (
        query.join(ChargeRecord.booking)
        .join(Booking.run)
        .join(Run.course)
        .join(Booking.person)
        .join(School, School.id == ChargeRecord.school_id)
    )
    return joined.where(*_conditions(wishes))


def _conditions(wishes: ChargeWishes) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        or_(*(column.icontains(word, autoescape=True) for column in (School.name, Person.name, Course.title)))
        for word in wishes.words.split()
    ]
    if wishes.kind:
        found.append(ChargeRecord.kind == wishes.kind)
    if wishes.waived:
        found.append(ChargeRecord.waiver.is_not(None) if wishes.waived == "yes" else ChargeRecord.waiver.is_(None))
    if wishes.school_id is not None:
        found.append(ChargeRecord.school_id == wishes.school_id)
    if wishes.since:
        found.append(ChargeRecord.created_at >= _begin(wishes.since))
    if wishes.until:
        found.append(ChargeRecord.created_at < _begin(wishes.until + ONE_DAY))
    return found


def _begin(day: date) -> datetime:
    return from_london(day, time(0))
