"""Completions of people and of schools, in a fixed number of statements whatever the number of either."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, and_, null, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.models import (
    Booking,
    BookingParticipant,
    Certificate,
    Course,
    LearningAddition,
    OutcomeOfRun,
    Run,
)
from inclusion_app.training.records.rules import Validity, validity
from inclusion_app.training.states import BookingState, CourseState, Entry, RunOutcome, RunState, Taker
from inclusion_app.vocabulary.models import Concept

A_PERSON = f"{Taker.PERSON}:"


@dataclass(frozen=True, kw_only=True)
class Completion:
    """What came of one run for one person, or (no person) for a school or its leadership team.

    ``school_*`` is where they worked at the time. ``taker`` says who took the place: person, school, team.
    ``certificate`` is the code of a certificate that is not revoked.
    """

    booking_id: int
    person_id: int | None
    taker: str
    school_id: int
    school_urn: int
    school_name: str
    course_id: int
    course_slug: str
    course_title: str
    strand_code: str
    strand: str
    provider: str
    starts_at: datetime
    ends_at: datetime
    outcome: str
    valid_until: date | None
    certificate: str | None

    @property
    def is_completed(self) -> bool:
        """Counts; anything else was only begun."""
        return self.outcome == RunOutcome.COMPLETED

    def validity(self, *, today: date) -> Validity:
        """Whether it holds."""
        return validity(self.valid_until, today=today) if self.is_completed else Validity.NONE


def outcomes_of_people(person_ids: Collection[int]) -> list[Completion]:
    """Every outcome of these people, the newest first: own places, and those of a school or team on which they came.

    Wherever they worked at the time, and whatever course it was since. Two statements.
    """
    if not person_ids:
        return []
    own = _outcomes(Booking.person_id).where(Booking.person_id.in_(person_ids), Booking.holder.startswith(A_PERSON))
    shared = (
        _outcomes(BookingParticipant.person_id)
        .join(BookingParticipant, BookingParticipant.booking_id == Booking.id)
        .where(BookingParticipant.person_id.in_(person_ids))
    )
    return _newest_first(own, shared)


def outcomes_of_schools(school_ids: Collection[int]) -> list[Completion]:
    """Every outcome of places that these schools or their leadership teams took themselves; one statement."""
    if not school_ids:
        return []
    themselves = Booking.school_id.in_(school_ids) & ~Booking.holder.startswith(A_PERSON)
    return _newest_first(_outcomes(null()).where(themselves))


def additions_of(person_id: int) -> Sequence[LearningAddition]:
    """What somebody has added to the own record, the newest first."""
    return db.session.scalars(
        select(LearningAddition)
        .where(LearningAddition.person_id == person_id)
        .options(joinedload(LearningAddition.strand))
        .order_by(LearningAddition.done_on.desc(), LearningAddition.id.desc())
    ).all()


def addition_by_id(addition_id: int) -> LearningAddition | None:
    """One of them, with its strand."""
    return db.session.scalars(
        select(LearningAddition).where(LearningAddition.id == addition_id).options(joinedload(LearningAddition.strand))
    ).first()


def runs_to_book(strand: Concept | None, *, now: datetime) -> Sequence[Run]:
    """Runs of published courses, of one strand or of all, that can be booked now, the next first."""
    of_strand = Course.strand_id == strand.id if strand else true()
    return db.session.scalars(
        select(Run)
        .join(Run.course)
        .where(
            of_strand,
            Course.state == CourseState.PUBLISHED,
            Course.taker == Taker.PERSON,
            Course.entry == Entry.BOOK,
            Run.state == RunState.OPEN,
            Run.opens_at <= now,
            Run.book_by > now,
        )
        .options(contains_eager(Run.course), joinedload(Run.provider), selectinload(Run.sessions))
        .order_by(Run.starts_at, Run.id)
    ).all()


def _outcomes(person: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    columns = {
        "booking_id": Booking.id,
        "person_id": person,
        "holder": Booking.holder,
        "school_id": School.id,
        "school_urn": School.urn,
        "school_name": School.name,
        "course_id": Course.id,
        "course_slug": Course.slug,
        "course_title": Course.title,
        "strand_code": Concept.code,
        "strand": Concept.label,
        "provider": Provider.name,
        "starts_at": Run.starts_at,
        "ends_at": Run.ends_at,
        "outcome": OutcomeOfRun.outcome,
        "valid_until": OutcomeOfRun.valid_until,
        "certificate": Certificate.code,
    }
    stands = and_(Certificate.booking_id == Booking.id, Certificate.revoked_at.is_(None))
    return (
        select(*(column.label(name) for name, column in columns.items()))
        .select_from(Booking)
        .join(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .join(School, School.id == Booking.school_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Provider, Provider.id == Run.provider_id)
        .join(Course, Course.id == Run.course_id)
        .join(Concept, Concept.id == Course.strand_id)
        .outerjoin(Certificate, stands)
        .where(Booking.state == BookingState.CONFIRMED)
    )


def _newest_first(*queries: Select[*tuple[Any, ...]]) -> list[Completion]:
    found = [_completion(dict(row._mapping)) for query in queries for row in db.session.execute(query)]  # noqa: SLF001  # SQLAlchemy's public name
    return sorted(found, key=lambda it: (it.ends_at, it.booking_id), reverse=True)


def _completion(row: dict[str, Any]) -> Completion:
    return Completion(taker=row.pop("holder").partition(":")[0], **row)
