"""A school's training: what each strand has come to, who is booked, and who did not come."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, distinct, func, or_, select

from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.queries.attendance import never_came
from inclusion_app.training.models import Booking, Course, OutcomeOfRun, Run
from inclusion_app.training.records.rules import SOON
from inclusion_app.training.states import BookingState, RunOutcome, Taker
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import concepts

A_YEAR = timedelta(days=365)
PERSON = f"{Taker.PERSON}:"


@dataclass(frozen=True)
class Strand:
    """One strand at one school: people who have ever completed something in it, those of them for whom it holds today,
    those for whom it runs out within ninety days, places the school itself has completed, and the last day of any."""

    code: str
    label: str
    people: int = 0
    current: int = 0
    soon: int = 0
    by_school: int = 0
    last_on: date | None = None

    @property
    def is_gap(self) -> bool:
        """Nothing in it holds today."""
        return self.current == 0 and self.by_school == 0


@dataclass(frozen=True)
class Bookings:
    """A school's bookings: people going, people waiting, and those of the last year who never came."""

    coming: int
    waiting: int
    no_shows: int


Row = tuple[int, str, int, int, int, int, datetime]


def strands_of_schools(heirs: Mapping[int, int], *, today: date) -> dict[int, list[Strand]]:
    """Every strand at each school, in the order of the strands. Two statements.

    ``heirs`` names for each school that counts the one for which it counts: itself, or the one that carries it on.
    """
    rows: Iterable[Any] = db.session.execute(_by_strand(heirs, today))
    said: dict[tuple[int, str], Row] = {(row[0], row[1]): tuple(row) for row in rows}
    strands = {concept.code: concept.label for concept in concepts("strand")}
    return {
        school_id: [_strand(code, label, said.get((school_id, code))) for code, label in strands.items()]
        for school_id in set(heirs.values())
    }


def bookings_of_schools(school_ids: Collection[int], *, now: datetime) -> Bookings:
    """The three figures over all these schools. One statement."""
    to_come = and_(Run.starts_at > now, Booking.state == BookingState.CONFIRMED)
    waits = and_(Run.starts_at > now, Booking.state == BookingState.WAITING)
    missed = and_(Booking.state == BookingState.CONFIRMED, Run.ends_at.between(now - A_YEAR, now), never_came())
    query = (
        select(*(func.count(case((which, 1))) for which in (to_come, waits, missed)))
        .select_from(Booking)
        .join(Run, Run.id == Booking.run_id)
        .where(Booking.school_id.in_(school_ids), Run.ends_at > now - A_YEAR)
    )
    return Bookings(*[int(number) for number in db.session.execute(query).one()])


def _by_strand(heirs: Mapping[int, int], today: date) -> Select[*Row]:
    school = case(dict(heirs), value=Booking.school_id)
    is_person = Booking.holder.startswith(PERSON)
    holds = or_(OutcomeOfRun.valid_until.is_(None), OutcomeOfRun.valid_until >= today)
    ends_soon = and_(OutcomeOfRun.valid_until >= today, OutcomeOfRun.valid_until <= today + SOON)
    whose = [is_person, and_(is_person, holds), and_(is_person, ends_soon), and_(~is_person, holds)]
    return (
        select(
            school,
            Concept.code,
            *(func.count(distinct(case((which, Booking.holder)))) for which in whose),
            func.max(Run.ends_at, type_=Run.ends_at.type),
        )
        .select_from(OutcomeOfRun)
        .join(Booking, Booking.id == OutcomeOfRun.booking_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .join(Concept, Concept.id == Course.strand_id)
        .where(
            Booking.school_id.in_(heirs),
            Booking.state == BookingState.CONFIRMED,
            OutcomeOfRun.outcome == RunOutcome.COMPLETED,
        )
        .group_by(school, Concept.code)
    )


def _strand(code: str, label: str, row: Row | None) -> Strand:
    if row is None:
        return Strand(code, label)
    _, _, people, current, soon, by_school, last = row
    return Strand(code, label, people, current, soon, by_school, london(last).date())
