"""More of everything that pages list: a tenth person, a tenth course, a tenth of whatever a feature adds.

Features say in ``grow(world, number)`` what there is more of; ``world["grown_person_7"]`` (staff of school A) and
``world["grown_school_7"]`` are whom number 7 has brought.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import (
    AccountLink,
    LinkPurpose,
    Membership,
    MessagePreference,
    Person,
    Provider,
    SignInAttempt,
)
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.database import Base, db, transaction
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.schools.models import (
    BankHoliday,
    Grouping,
    RegisterImport,
    School,
    SchoolGrouping,
    SchoolLink,
    Term,
)
from inclusion_app.schools.states import GroupingKind, Phase
from inclusion_app.training.models import (
    Basket,
    BasketLine,
    Booking,
    BookingChange,
    BookingNeed,
    Course,
    CourseConcept,
    CourseOutcome,
    CoursePrerequisite,
    RingFence,
    Run,
)
from inclusion_app.training.states import TAKES_A_PLACE, BookingState, CourseState, RunState
from inclusion_app.vocabulary.models import Concept
from tests import features
from tests.matrix.world import World, _add, _course, _member, _run

SCHEMES = ("strand", "audience", "phase", "need")


def grow(world: World, *, first: int, last: int) -> None:
    """Numbers ``first`` to ``last``, the last not included, of everything."""
    with transaction():
        for number in range(first, last):
            for of_one_kind in (_people, _schools, _accounts, _catalogue, _bookings, _baskets, _mail):
                of_one_kind(world, number)
            for module in features.modules():
                if hasattr(module, "grow"):
                    module.grow(world, number)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def seat(
    world: World, name: str, *, run: str, holder: int, state: BookingState = BookingState.CONFIRMED, **said: Any
) -> Booking:
    """One more booking of that person on that run, for school A unless something else is said; its places follow."""
    row = db.session.get_one(Run, world[run])
    given: dict[str, Any] = {
        "run_id": row.id,
        "holder": f"person:{holder}",
        "person_id": holder,
        "school_id": world["school_A"],
        "placed_by_id": world["head_a"],
        "placed_at": world.now,
        "uid": name,
        "overridden": [],
    }
    if state in TAKES_A_PLACE:
        row.capacity, row.taken = max(row.capacity, row.taken + 1), row.taken + 1
    if state == BookingState.WAITING:
        given["queue_number"], row.next_in_queue = row.next_in_queue, row.next_in_queue + 1
    return _add(world, name, Booking(state=state, **(given | said)))  # type: ignore[no-any-return]  # what was given


def _people(world: World, number: int) -> None:
    name = f"grown_person_{number}"
    _add(world, name, Person(name=f"Number {number}", email=f"n{number}@x.example", created_at=world.now))
    _member(world, name, Role.STAFF, school_id=world["school_A"])
    provider = Provider(code=f"provider-{number}", name=f"Provider {number}", email=f"p{number}@x.example")
    _add(world, f"grown_provider_{number}", provider)


def _schools(world: World, number: int) -> None:
    today = clock.london(world.now).date()
    school = School(urn=200_000 + number, name=f"School {number}", la_code="886", phase=Phase.PRIMARY)
    _add(world, f"grown_school_{number}", school)
    since = today - timedelta(days=400)
    db.session.add(Membership(person_id=world["head_a"], role=Role.HEADTEACHER, school_id=school.id, since=since))
    group = Grouping(kind=GroupingKind.COHORT, code=f"cohort-{number}", name=f"Cohort {number}")
    _add(world, f"grown_group_{number}", group)
    for school_id in (school.id, world["school_A"]):
        db.session.add(SchoolGrouping(school_id=school_id, grouping_id=group.id, kind=group.kind))
    starts = today - timedelta(days=9000 - 20 * number)
    for own in (None, world["school_A"]):
        db.session.add(
            Term(
                school_year=starts.year,
                number=number + 10,
                starts=starts,
                ends=starts + timedelta(days=9),
                school_id=own,
            )
        )
    counted = dict.fromkeys(("rows", "schools", "new", "changed", "closed", "reopened", "unchanged", "links"), 1)
    db.session.add_all(
        [
            BankHoliday(day=starts, name=f"Holiday {number}"),
            SchoolLink(urn=100_001, link_urn=200_000 + number, link_type="Predecessor"),
            RegisterImport(
                at=world.now, actor_name="A", file_name="f.csv", sha256="0" * 64, unknown_columns=[], **counted
            ),
        ]
    )


def _accounts(world: World, number: int) -> None:
    person = world[f"grown_person_{number}"]
    begin_session(world["head_a"], now=world.now, address="127.0.0.1", browser="another")
    link = AccountLink(token_hash=f"hash {number}", purpose=LinkPurpose.INVITATION, person_id=person)
    link.created_at, link.expires_at = world.now, world.now + timedelta(hours=1)
    wish = MessagePreference(person_id=person, group="digest", wanted=False)
    attempt = SignInAttempt(email_hash=f"hash {number}", address="127.0.0.1", at=world.now)
    db.session.add_all([link, wish, attempt])
    drafts.save(world["head_a"], f"draft-{number}", {"note": ["x"]}, now=world.now, path="/account/details")


def _catalogue(world: World, number: int) -> None:
    for scheme in SCHEMES:
        concept = Concept(scheme=scheme, code=f"{scheme}-n{number}", label=f"The {number}", position=number + 2)
        _add(world, f"grown_{scheme}_{number}", concept)
    _course(world, f"course-{number}", "p", CourseState.PUBLISHED)
    course = db.session.get_one(Course, world[f"course-{number}"])
    course.strand_id = world[f"grown_strand_{number}"]
    db.session.add(CourseConcept(course_id=course.id, concept_id=world[f"grown_need_{number}"]))
    db.session.add(CourseOutcome(course_id=world["course"], position=number + 2, text=f"Do {number}"))
    db.session.add(CoursePrerequisite(course_id=world["course"], required_id=course.id))
    _run(world, f"run-{number}", f"course-{number}", RunState.OPEN)
    _run(world, f"more-{number}", "course", RunState.OPEN)
    fence = RingFence(run_id=world["run_empty"], kind="phase", code="primary", places=1)
    fence.until = world.now + timedelta(days=1)
    db.session.add(fence)


def _bookings(world: World, number: int) -> None:
    waiting = BookingState.WAITING
    seat(world, f"own-{number}", run=f"run-{number}", holder=world["staff_a"], state=waiting)
    seat(world, f"head-{number}", run=f"run-{number}", holder=world["head_a"], state=waiting)
    seat(world, f"many-{number}", run="run", holder=world[f"grown_person_{number}"], state=waiting)
    booked = seat(world, f"booked-{number}", run=f"run-{number}", holder=world[f"grown_person_{number}"])
    db.session.add(BookingNeed(booking_id=booked.id, access="A ramp", diet="Halal"))
    event = record(SYSTEM, "look", booked, school_id=booked.school_id)
    db.session.flush()
    change = BookingChange(booking_id=world["booking_A"], audit_id=event.id, before="waiting", after="confirmed")
    change.at = world.now
    db.session.add(change)


def _baskets(world: World, number: int) -> None:
    basket = world["basket_head_a"]
    done = Basket(owner_id=world["head_a"], school_id=world["school_A"], created_at=world.now, confirmed_at=world.now)
    db.session.add(done)
    for run, person in ((f"more-{number}", "waiting_a"), ("run_empty", f"grown_person_{number}")):
        db.session.add(BasketLine(basket_id=basket, run_id=world[run], person_id=world[person]))


def _mail(world: World, number: int) -> None:
    message = OutboxMessage(key=f"k{number}", kind="told", email="a@b.example", subject="S", text="T")
    message.message_id, message.created_at, message.next_attempt_at = f"<{number}>", world.now, world.now
    line = DigestLine(key=f"line {number}", person_id=world["head_a"], school_id=world["school_A"], text="Told")
    line.at = world.now
    db.session.add_all([message, line])
