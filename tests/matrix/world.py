"""A small county that never differs: two schools, two providers, and one person for every way to come in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import AccountLink, LinkPurpose, Membership, Person, Provider, SignInSession
from inclusion_app.accounts.passwords import hash_password
from inclusion_app.accounts.secrets import hashed
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.schools.models import School
from inclusion_app.schools.states import Phase
from inclusion_app.training.models import (
    Basket,
    BasketLine,
    Booking,
    BookingNeed,
    Course,
    CourseOutcome,
    Run,
    RunFacilitator,
    Session,
)
from inclusion_app.training.states import BookingState, CourseState, RunState
from inclusion_app.vocabulary.models import Concept
from tests import features

PASSWORD = "a quiet walk by the Medway"
URN = {"A": 100001, "B": 100002}
TOKENS = {LinkPurpose.RESET: "reset-token", LinkPurpose.INVITATION: "invitation-token"}
AT_SCHOOL_A = {
    "head_a": [Role.HEADTEACHER],
    "senco_a": [Role.SENCO],
    "booker_a": [Role.BOOKER],
    "governor_a": [Role.GOVERNOR],
    "staff_a": [Role.STAFF],
    "deactivated": [Role.HEADTEACHER],
    "head_reviewer": [Role.HEADTEACHER],
    "colleague_a": [Role.STAFF],
    "other_colleague_a": [Role.STAFF],
    "waiting_a": [Role.STAFF],
}
AT_SCHOOL_B = {
    "head_b": [Role.HEADTEACHER],
    "booker_b": [Role.BOOKER],
    "moved": [Role.HEADTEACHER],
    "colleague_b": [Role.STAFF],
}
EVERYWHERE = {
    "reviewer": Role.REVIEWER,
    "head_reviewer": Role.REVIEWER,
    **dict.fromkeys(("lead_a", "reviewer_a", "asked_a", "ended_a", "champion_a"), Role.REVIEWER),
    "viewer": Role.TEAM_VIEWER,
    "adviser": Role.TEAM_ADVISER,
    "manager": Role.TEAM_MANAGER,
}
ROLE_ENDED = ("moved", "role_removed")
"""Were headteacher of school A until yesterday, and until a moment ago."""
BASKETS = dict.fromkeys(("head_a", "senco_a", "booker_a", "head_reviewer"), "A") | dict.fromkeys(
    ("head_b", "booker_b", "moved"), "B"
)
"""Whose baskets there are, and for which school."""


@dataclass
class World:
    """Ids of everything, by name; ``sessions`` are the keys that the browsers carry."""

    now: datetime
    ids: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.ids[name]


def build(world: World) -> World:
    """Put everything into the empty database."""
    with transaction():
        _places(world)
        _people(world)
        _catalogue(world)
        _bookings(world)
        _mail(world)
        for module in features.modules():
            if hasattr(module, "build"):
                module.build(world)
    with transaction():
        for name in [*_names(), "role_removed", "provider_p", "provider_q", "facilitator"]:
            _browser(world, name)
    return world


def _names() -> list[str]:
    return list(dict.fromkeys([*AT_SCHOOL_A, *AT_SCHOOL_B, *EVERYWHERE]))


def _add(world: World, name: str, row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    world.ids[name] = row.id
    return row


def _places(world: World) -> None:
    for letter, urn in URN.items():
        name = f"School {letter}"
        _add(world, f"school_{letter}", School(urn=urn, name=name, la_code="886", phase=Phase.PRIMARY))
    for letter in "pq":
        provider = Provider(code=f"provider-{letter}", name=f"Provider {letter.upper()}", email=f"{letter}@x.example")
        _add(world, f"provider_{letter}_itself", provider)


def _people(world: World) -> None:
    secret = hash_password(PASSWORD)
    invited = {"invited", "colleague_a", "colleague_b", "other_colleague_a"}
    others = ["provider_p", "provider_q", "facilitator", "role_removed", "invited", "shut_out", "somebody"]
    for name in [*_names(), *others]:
        person = Person(
            name=f"Person {name.replace('_', ' ').title()}",
            email=f"{name.replace('_', '.')}@county.example",
            created_at=world.now,
            password_hash=None if name in invited else secret,
            deactivated_at=world.now if name in {"deactivated", "shut_out"} else None,
        )
        _add(world, name, person)
    today = clock.london(world.now).date()
    for school, people in (("school_A", AT_SCHOOL_A), ("school_B", AT_SCHOOL_B)):
        for name, roles in people.items():
            for role in roles:
                _member(world, name, role, school_id=world[school])
    for name, county_role in EVERYWHERE.items():
        _member(world, name, county_role)
    for letter in "pq":
        _member(world, f"provider_{letter}", Role.PROVIDER_MEMBER, provider_id=world[f"provider_{letter}_itself"])
    _member(world, "facilitator", Role.FACILITATOR, provider_id=world["provider_p_itself"])
    for name in ROLE_ENDED:
        _member(world, name, Role.HEADTEACHER, school_id=world["school_A"], until=today)


def _member(world: World, name: str, role: Role, **place: Any) -> None:
    long_ago = clock.london(world.now).date() - timedelta(days=400)
    row = Membership(person_id=world[name], role=role, since=long_ago, **place)
    key = f"membership_{name}" if "until" not in place else f"ended_{name}"
    _add(world, key if key not in world.ids else f"{key}_2", row)


def name_on(world: World, run: str, name: str) -> None:
    """That person facilitates that run."""
    db.session.add(RunFacilitator(run_id=world[run], person_id=world[name], named_at=world.now))
    db.session.flush()


def _catalogue(world: World) -> None:
    for scheme, code in (("strand", "strand-1"), ("audience", "teachers"), ("phase", "primary"), ("need", "autism")):
        _add(world, f"concept_{scheme}", Concept(scheme=scheme, code=code, label=f"The {code}", position=1))
    _course(world, "course", "p", CourseState.PUBLISHED)
    _course(world, "course_draft", "p", CourseState.DRAFT)
    _course(world, "course_q", "q", CourseState.PUBLISHED)
    _course(world, "course_spare", "p", CourseState.PUBLISHED)
    _run(world, "run", "course", RunState.OPEN, taken=2)
    _run(world, "run_draft", "course", RunState.DRAFT)
    _run(world, "run_q", "course_q", RunState.OPEN)
    _run(world, "run_empty", "course", RunState.OPEN)


def _course(world: World, name: str, letter: str, state: CourseState) -> None:
    concepts = [db.session.get_one(Concept, world[f"concept_{s}"]) for s in ("audience", "phase", "need")]
    course = Course(
        slug=name.replace("_", "-"),
        title=f"Title of {name}",
        strand_id=world["concept_strand"],
        provider_id=world[f"provider_{letter}_itself"],
        state=state,
        summary="A summary.",
        length="One morning",
        delivery="in-person",
        created_at=world.now,
        outcomes=[CourseOutcome(position=1, text="Do it")],
        concepts=concepts,
        prerequisites=[],
        search_text=f" title of {name}",
    )
    _add(world, name, course)


def _run(world: World, name: str, course: str, state: RunState, *, taken: int = 0) -> None:
    day = clock.london(world.now).date() + timedelta(days=30)
    nine, noon = (clock.from_london(day, datetime.min.time().replace(hour=hour)) for hour in (9, 12))
    session = Session(
        day=day,
        start=datetime.min.time().replace(hour=9),
        end=datetime.min.time().replace(hour=12),
        starts_at=nine,
        ends_at=noon,
        venue="The hall",
        postcode="ME14 1XX",
    )
    run = Run(
        course_id=world[course],
        provider_id=db.session.get_one(Course, world[course]).provider_id,
        state=state,
        delivery="in-person",
        capacity=20,
        taken=taken,
        opens_at=world.now - timedelta(days=5),
        book_by=nine - timedelta(days=2),
        cancel_by=nine - timedelta(days=7),
        starts_at=nine,
        ends_at=noon,
        created_at=world.now,
        sessions=[session],
    )
    _add(world, name, run)


def _bookings(world: World) -> None:
    for letter, person in (("A", "colleague_a"), ("B", "colleague_b")):
        _book(world, f"booking_{letter}", letter, person)
    _book(world, "booking_staff", "A", "staff_a", run="run_q")
    for name, letter in BASKETS.items():
        school = world[f"school_{letter}"]
        event = record(SYSTEM, "confirm_basket", ("basket", name), school_id=school)
        _basket(world, f"done_{name}", name, school, confirmed_at=world.now, audit_id=event.id)
        basket = _basket(world, f"basket_{name}", name, school)
        who = world["colleague_b" if letter == "B" else "other_colleague_a"]
        _add(world, f"line_{name}", BasketLine(basket_id=basket.id, run_id=world["run_q"], person_id=who))


def _book(world: World, name: str, letter: str, person: str, *, run: str = "run") -> None:
    booking = Booking(
        run_id=world[run],
        holder=f"person:{world[person]}",
        person_id=world[person],
        school_id=world[f"school_{letter}"],
        state=BookingState.CONFIRMED,
        placed_by_id=world[f"head_{letter.lower()}"],
        placed_at=world.now,
        uid=name,
        overridden=[],
        need=BookingNeed(access=f"Access of {person}", diet=""),
    )
    _add(world, name, booking)
    db.session.get_one(Run, world[run]).taken = 2 if run == "run" else 1


def _basket(world: World, name: str, owner: str, school_id: int, **given: Any) -> Basket:
    row: Basket = _add(world, name, Basket(owner_id=world[owner], school_id=school_id, created_at=world.now, **given))
    return row


def _mail(world: World) -> None:
    for purpose, token in TOKENS.items():
        who = "somebody" if purpose == LinkPurpose.RESET else "invited"
        link = AccountLink(token_hash=hashed(token), purpose=purpose, person_id=world[who])
        link.created_at, link.expires_at = world.now, world.now + timedelta(hours=1)
        _add(world, f"link_{purpose}", link)
    message = OutboxMessage(key="k", kind="told", email="a@b.example", subject="S", text="T", message_id="<m@x>")
    message.created_at = message.next_attempt_at = world.now
    _add(world, "message", message)


def _browser(world: World, name: str) -> None:
    """A browser that carries a session, another one beside it, and a form that was kept."""
    world.sessions[name] = begin_session(world[name], now=world.now, address="127.0.0.1", browser="here")
    other = begin_session(world[name], now=world.now, address="127.0.0.1", browser="elsewhere")
    world.ids[f"session_{name}"] = db.session.scalars(
        select(SignInSession.id).where(SignInSession.key_hash == hashed(other))
    ).one()
    drafts.save(world[name], f"resend-{name}", {"note": [f"kept for {name}"]}, now=world.now, path="/account/details")
