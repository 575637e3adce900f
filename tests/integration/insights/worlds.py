"""Made-up counties: what has happened in them as plain values, the same put into the database, and nothing else."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Connection, insert, update

from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import Base
from inclusion_app.improvement.models import PlanAction
from inclusion_app.reviews.models import Participation, Review
from inclusion_app.reviews.states import ORDER, ReviewState
from inclusion_app.schools.models import School, SchoolLink
from inclusion_app.training.models import Attendance, Booking, OutcomeOfRun, Run, Session

TODAY = clock.today()
SCHOOLS, PEOPLE = 5, 4
days_ago = st.integers(1, 900)
school_number = st.integers(0, SCHOOLS - 1)


@dataclass(frozen=True)
class Booked:
    run: int
    school: int
    person: int
    state: str
    late: bool
    outcome: str
    mark: str
    valid_days: int | None


@dataclass(frozen=True)
class Reviewed:
    school: int
    stage: ReviewState
    withdrawn_after: int | None
    actions: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class World:
    closed: list[int | None]
    links: list[tuple[int, int]]
    runs: list[tuple[int, int, bool, int]]
    booked: list[Booked]
    reviewed: list[Reviewed]
    used: list[tuple[int, int, int, str]]


@dataclass(frozen=True)
class Ground:
    """What every world stands on: ids of rows that are there already."""

    schools: list[int]
    urns: list[int]
    people: list[int]
    courses: list[int]
    strands: list[int]
    provider: int
    cycle: int
    agreement: int
    offers: list[int]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    closed = draw(st.lists(st.none() | days_ago, min_size=SCHOOLS, max_size=SCHOOLS))
    links = draw(
        st.lists(st.tuples(school_number, school_number).filter(lambda p: p[0] < p[1]), max_size=3, unique=True)
    )
    runs = draw(
        st.lists(
            st.tuples(st.integers(0, 2), days_ago, st.sampled_from([True, True, True, False]), st.integers(8, 20)),
            min_size=2,
            max_size=4,
        )
    )
    booked = st.builds(
        Booked,
        run=st.integers(0, max(len(runs) - 1, 0)),
        school=school_number,
        person=st.integers(0, PEOPLE - 1),
        state=st.sampled_from(["confirmed", "confirmed", "confirmed", "cancelled"]),
        late=st.booleans(),
        outcome=st.sampled_from(["completed", "completed", "part", "not"]),
        mark=st.sampled_from(["absent", "excused"]),
        valid_days=st.none() | st.integers(-400, 400),
    )
    once = (
        st.lists(booked, min_size=4, max_size=10, unique_by=lambda one: (one.run, one.person)) if runs else st.just([])
    )
    action = st.tuples(st.integers(-60, 200), st.sampled_from(["not-begun", "done", "part", "replaced"]))
    reviewed = st.builds(
        Reviewed,
        school=school_number,
        stage=st.sampled_from(ORDER),
        withdrawn_after=st.none() | st.integers(0, 30),
        actions=st.lists(action, max_size=3),
    )
    once_each = st.lists(reviewed, max_size=SCHOOLS, unique_by=lambda one: one.school)
    use = st.tuples(school_number, st.integers(0, 1), days_ago, st.sampled_from(["yes", "partly", "no", ""]))
    uses = st.lists(use, max_size=5, unique_by=lambda one: one[:2])
    return World(closed, links, runs, draw(once), draw(once_each), draw(uses))


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def noon(on: date) -> datetime:
    return clock.from_london(on, time(12))


def put(connection: Connection, world: World, ground: Ground) -> None:
    """The world, by bulk statements alone."""
    for number, ago in enumerate(world.closed):
        if ago is not None:
            gone = {"status": "closed", "close_date": day(ago)}
            connection.execute(update(School).where(School.id == ground.schools[number]).values(gone))
    links = [{"urn": ground.urns[a], "link_urn": ground.urns[b], "link_type": "Successor"} for a, b in world.links]
    _rows(connection, SchoolLink, links)
    _training(connection, world, ground)
    _reviews(connection, world, ground)
    uses = [
        {"school_id": ground.schools[s], "offer_id": ground.offers[o], "used_on": day(ago), "helped": helped}
        for s, o, ago, helped in world.used
    ]
    _rows(connection, OfferUse, [use | {"said_at": clock.now()} for use in uses])


def _rows(connection: Connection, model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(model), rows)


def _training(connection: Connection, world: World, ground: Ground) -> None:
    for number, (course, ago, is_closed, places) in enumerate(world.runs, 1):
        at = noon(day(ago))
        run = {
            "id": number,
            "course_id": ground.courses[course],
            "provider_id": ground.provider,
            "state": "open",
            "delivery": "online",
            "capacity": places,
            "opens_at": at - timedelta(days=9),
            "book_by": at,
            "cancel_by": at,
            "starts_at": at,
            "ends_at": at,
            "created_at": at,
            "register_closed_at": at if is_closed else None,
        }
        session = {"id": number, "run_id": number, "day": day(ago), "start": time(12), "end": time(13)}
        _rows(connection, Run, [run])
        _rows(connection, Session, [session | {"starts_at": at, "ends_at": at + timedelta(hours=1)}])
    for number, one in enumerate(world.booked, 1):
        _booking(connection, world, ground=ground, number=number, one=one)


def _booking(connection: Connection, world: World, *, ground: Ground, number: int, one: Booked) -> None:
    person, at = ground.people[one.person], clock.now()
    row = {
        "id": number,
        "run_id": one.run + 1,
        "holder": f"person:{person}",
        "person_id": person,
        "school_id": ground.schools[one.school],
        "state": one.state,
        "overridden": [],
        "placed_at": at,
        "ended_at": at if one.state == "cancelled" else None,
        "ended_late": one.state == "cancelled" and one.late,
        "uid": str(number),
    }
    _rows(connection, Booking, [row])
    if not world.runs[one.run][2] or one.state != "confirmed":
        return
    mark = one.mark if one.outcome == "not" else "present"
    attendance = {"session_id": one.run + 1, "booking_id": number, "mark": mark, "marked_at": at, "told_at": at}
    _rows(connection, Attendance, [attendance])
    until = None if one.valid_days is None else TODAY + timedelta(days=one.valid_days)
    outcome = {"booking_id": number, "outcome": one.outcome, "decided_on": TODAY, "valid_until": until, "detail": {}}
    _rows(connection, OutcomeOfRun, [outcome])


def _reviews(connection: Connection, world: World, ground: Ground) -> None:
    begun = TODAY - timedelta(days=60)
    for number, one in enumerate(world.reviewed, 1):
        after = one.withdrawn_after
        part = {
            "id": number,
            "cycle_id": ground.cycle,
            "school_id": ground.schools[one.school],
            "state": "invited",
            "invited_at": clock.now(),
            "withdrawn_at": None if after is None else noon(begun + timedelta(days=after)),
        }
        review = {
            "id": number,
            "cycle_id": ground.cycle,
            "participation_id": number,
            "school_id": ground.schools[one.school],
            "state": one.stage,
            "created_at": noon(begun),
            "uid": f"review-{number}",
        }
        _rows(connection, Participation, [part])
        _rows(connection, Review, [review])
        actions = [
            {"review_id": number, "position": place, "area": "leading", "what": "Do it", "progress": progress}
            | {"due_on": TODAY - timedelta(days=ago), "created_at": clock.now()}
            for place, (ago, progress) in enumerate(one.actions, 1)
        ]
        _rows(connection, PlanAction, actions)
