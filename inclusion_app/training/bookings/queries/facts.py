"""What the rules ask about runs and people, in one statement."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, literal, null, or_, select, union_all

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation.database import db
from inclusion_app.training.models import (
    Booking,
    Course,
    CourseConcept,
    CoursePrerequisite,
    OutcomeOfRun,
    RingFence,
    Run,
    Session,
)
from inclusion_app.training.states import ACTIVE, TAKES_A_PLACE, BookingState, RunOutcome
from inclusion_app.vocabulary.models import Concept

Part = Select[*tuple[Any, ...]]
ONLY_ASKED_FOR = frozenset({BookingState.REQUESTED, BookingState.APPROVED})
"""Nobody's place yet: these do not count among those that a school has."""


@dataclass(frozen=True)
class Meeting:
    """A session that somebody is on elsewhere."""

    run_id: int
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass
class Known:
    """What is known: by person where they are booked elsewhere, what they hold and their roles at the school; by run
    its active bookings, how many places the school has or waits for, the school of each that waits, and whether places
    are kept; by course what it requires and whom it is for."""

    elsewhere: dict[int, list[Meeting]] = field(default_factory=lambda: defaultdict(list))
    active: dict[int, list[tuple[int | None, BookingState]]] = field(default_factory=lambda: defaultdict(list))
    of_school: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    schools_waiting: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    fenced: set[int] = field(default_factory=set)
    requires: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    holds: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    audiences: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[int, set[Role]] = field(default_factory=lambda: defaultdict(set))


def what_is_known(runs: Sequence[Run], people: Collection[int], school_id: int, *, today: date) -> Known:
    """Everything the rules of booking ask about these runs, with their sessions, and these people of the school.

    Every part of the union has the same columns: kind, whom or what it is about, number, number, text, two moments.
    """
    run_ids, course_ids = [run.id for run in runs], {run.course_id for run in runs}
    known = Known()
    parts = (
        _elsewhere(runs, people),
        _active(run_ids),
        _fenced(run_ids),
        _required(course_ids),
        _held(course_ids, people, today=today),
        _audiences(course_ids),
        _roles(people, school_id, today=today),
    )
    for kind, about, number, other, text, starts_at, ends_at in db.session.execute(union_all(*parts)):
        match kind:
            case "elsewhere":
                known.elsewhere[about].append(Meeting(number, text, starts_at, ends_at))
            case "active":
                _note_active(known, about, BookingState(text), person_id=number, school_id=other, own=school_id)
            case "required":
                known.requires[about].append((number, text))
            case _:
                _note_member(known, kind, about, number=number, text=text)
    return known


def _note_member(known: Known, kind: str, about: int, *, number: int, text: str) -> None:
    match kind:
        case "held":
            known.holds[about].add(number)
        case "audience":
            known.audiences[about].add(text)
        case "role":
            known.roles[about].add(Role(text))
        case "fence":
            known.fenced.add(about)


def _note_active(known: Known, run_id: int, state: BookingState, *, person_id: int, school_id: int, own: int) -> None:
    known.active[run_id].append((person_id, state))
    known.of_school[run_id] += school_id == own and state not in ONLY_ASKED_FOR
    if state == BookingState.WAITING:
        known.schools_waiting[run_id].append(school_id)


def _elsewhere(runs: Sequence[Run], people: Collection[int]) -> Part:
    """Sessions on which the people have a place, in the span of these runs."""
    return (
        select(
            literal("elsewhere"),
            Booking.person_id,
            Booking.run_id,
            literal(0),
            Course.title,
            Session.starts_at,
            Session.ends_at,
        )
        .join(Session, Session.run_id == Booking.run_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .where(
            Booking.person_id.in_(people),
            Booking.state.in_(TAKES_A_PLACE),
            Session.ends_at > min(run.starts_at for run in runs),
            Session.starts_at < max(run.ends_at for run in runs),
        )
    )


def _active(run_ids: Collection[int]) -> Part:
    who = (Booking.run_id, Booking.person_id, Booking.school_id, Booking.state)
    query = select(literal("active"), *who, null(), null())
    return query.where(Booking.run_id.in_(run_ids), Booking.state.in_(ACTIVE))


def _fenced(run_ids: Collection[int]) -> Part:
    """Runs on which places are, or were, kept for some schools: rare, so the rest is asked only then."""
    query = select(literal("fence"), RingFence.run_id, literal(0), literal(0), literal(""), null(), null())
    return query.where(RingFence.run_id.in_(run_ids))


def _required(course_ids: Collection[int]) -> Part:
    what = (CoursePrerequisite.course_id, CoursePrerequisite.required_id, literal(0), Course.title)
    query = select(literal("required"), *what, null(), null())
    query = query.join(Course, Course.id == CoursePrerequisite.required_id)
    return query.where(CoursePrerequisite.course_id.in_(course_ids))


def _held(course_ids: Collection[int], people: Collection[int], *, today: date) -> Part:
    """Which of the courses required each person has completed, still valid today."""
    required = select(CoursePrerequisite.required_id).where(CoursePrerequisite.course_id.in_(course_ids))
    return (
        select(literal("held"), Booking.person_id, Run.course_id, literal(0), literal(""), null(), null())
        .join(Run, Run.id == Booking.run_id)
        .join(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(
            Booking.person_id.in_(people),
            Run.course_id.in_(required),
            OutcomeOfRun.outcome == RunOutcome.COMPLETED,
            or_(OutcomeOfRun.valid_until.is_(None), OutcomeOfRun.valid_until >= today),
        )
    )


def _audiences(course_ids: Collection[int]) -> Part:
    query = select(literal("audience"), CourseConcept.course_id, literal(0), literal(0), Concept.code, null(), null())
    query = query.join(Concept, and_(Concept.id == CourseConcept.concept_id, Concept.scheme == "audience"))
    return query.where(CourseConcept.course_id.in_(course_ids))


def _roles(people: Collection[int], school_id: int, *, today: date) -> Part:
    query = select(literal("role"), Membership.person_id, literal(0), literal(0), Membership.role, null(), null())
    return query.where(
        Membership.person_id.in_(people),
        Membership.school_id == school_id,
        Membership.since <= today,
        or_(Membership.until.is_(None), Membership.until > today),
    )
