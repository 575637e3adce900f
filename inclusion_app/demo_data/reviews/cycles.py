"""Three cycles: last year's, this year's with reviews under way, and a round that schools answer now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.accounts.services.memberships import give_role
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.enrolment.rules import Enrolment
from inclusion_app.reviews.cycles.enrolment.services import (
    decline_invitation,
    defer_invitation,
    enrol_school,
    withdraw_school,
)
from inclusion_app.reviews.cycles.frameworks.queries import published_frameworks
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, schools_to_invite
from inclusion_app.reviews.cycles.rounds.rules import CycleChoices
from inclusion_app.reviews.cycles.rounds.services.cycles import create_cycle, move_cycle
from inclusion_app.reviews.cycles.rounds.services.inviting import invite_schools
from inclusion_app.reviews.models import Participation, ReviewCycle
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Preset
from inclusion_app.schools.register.memberships import GroupingRow
from inclusion_app.schools.rules.calendar import school_year_of
from inclusion_app.schools.services.groupings import place_schools_in_grouping
from inclusion_app.schools.states import GroupingKind

COHORT_SIZE = 60
RUNS = ("open_enrolment", "begin_matching", "start_cycle")
ANSWERS = ("enrol", "enrol", "invited", "enrol", "enrol", "decline", "enrol", "invited", "defer", "enrol", "withdraw")
"""What the schools of a cohort do, in turn."""


@dataclass(frozen=True)
class Round:
    """One cycle to make: its name, which schools are its cohort, when it starts, and how far it is."""

    name: str
    cohort: str
    schools: slice
    starts_on: date
    preset: Preset
    acts: tuple[str, ...]


def make_cycles(people: Sequence[SchoolPeople], *, now: datetime) -> list[ReviewCycle]:
    """The cycles, oldest first, with their schools invited, and their answers given by their heads."""
    today = london(now).date()
    office, year = office_actor(today), school_year_of(today)
    earlier, half = today - timedelta(days=400), len(people) // 2
    rounds = (
        Round(f"Peer reviews {year - 1}", "first", slice(0, min(24, half)), earlier, Preset.SHARED, RUNS),
        Round(
            f"Peer reviews {year}",
            "second",
            slice(0, min(COHORT_SIZE, len(people))),
            today - timedelta(days=90),
            Preset.SHARED,
            RUNS,
        ),
        Round(
            f"Peer reviews {year}, summer round",
            "third",
            slice(0, min(COHORT_SIZE, len(people))),
            today - timedelta(days=10),
            Preset.SCHOOL_OWNED,
            RUNS[:1],
        ),
    )
    return [_made(office, one, people, now=now) for one in rounds]


def _made(office: Actor, one: Round, people: Sequence[SchoolPeople], *, now: datetime) -> ReviewCycle:
    members = people[one.schools]
    named = f"Peer review cohort: {one.cohort}"
    rows = [GroupingRow(line, p.school.urn, one.cohort, named, None) for line, p in enumerate(members, 2)]
    today = london(now).date()
    place_schools_in_grouping(SYSTEM, GroupingKind.COHORT, rows=rows, file_name="demonstration", today=today)
    cycle = create_cycle(office, _choices(one), now=now)
    wishes = InviteWishes(group=f"{GroupingKind.COHORT}:{one.cohort}")
    expected = len(schools_to_invite(cycle.id, wishes).schools)
    invite_schools(office, cycle.id, wishes, expected=expected, now=now)
    move_cycle(office, cycle.id, one.acts[0], version=cycle.version)
    _answer_all(cycle, members, now=min(now, _moment_of(cycle, now)))
    for act in one.acts[1:]:
        move_cycle(office, cycle.id, act, version=cycle.version)
    return cycle


def _choices(one: Round) -> CycleChoices:
    start = one.starts_on
    return CycleChoices(
        name=one.name,
        school_year=school_year_of(start),
        framework_id=published_frameworks()[0].id,
        starts_on=start,
        enrol_by=start + timedelta(days=35),
        visits_from=start + timedelta(days=40),
        visits_until=start + timedelta(days=190),
        preset=one.preset,
    )


def _moment_of(cycle: ReviewCycle, now: datetime) -> datetime:
    """A week after the cycle has started, at this time of the day: schools answer in time."""
    days = (london(now).date() - cycle.starts_on).days - 7
    return now - timedelta(days=days)


def _answer_all(cycle: ReviewCycle, members: Sequence[SchoolPeople], *, now: datetime) -> None:
    parts = {
        part.school_id: part
        for part in db.session.scalars(select(Participation).where(Participation.cycle_id == cycle.id))
    }
    for number, one in enumerate(members):
        if one.school.id in parts:
            answer = ANSWERS[(number + cycle.id) % len(ANSWERS)]
            _answer(parts[one.school.id], one, answer, agreement_id=cycle.agreement_id, now=now)


def _answer(part: Participation, one: SchoolPeople, answer: str, *, agreement_id: int, now: datetime) -> None:
    head, version = actor_for(one.head.id, today=london(now).date()), part.version
    match answer:
        case "decline":
            reason = "A new building opens this year, and the timetable changes with it."
            decline_invitation(head, part.id, reason=reason, version=version, now=now)
        case "defer":
            reason = "Our SENCO starts in the spring."
            defer_invitation(head, part.id, reason=reason, to_cycle_id=None, version=version, now=now)
        case "enrol" | "withdraw":
            said = Enrolment(one.senco.id, _governor(one, now=now), frozenset({one.staff[0].id}))
            enrol_school(head, part.id, said, agreement_id=agreement_id, version=version, now=now)
    if answer == "withdraw":
        reason, standings = "The school joins another trust at Easter.", frozenset({Standing.HEAD})
        later = now + timedelta(days=2)
        withdraw_school(head, part.id, reason=reason, standings=standings, version=part.version, now=later)


def _governor(one: SchoolPeople, *, now: datetime) -> int:
    held = select(Membership.person_id).where(
        Membership.school_id == one.school.id, Membership.role == Role.GOVERNOR, Membership.until.is_(None)
    )
    known = db.session.scalar(held.order_by(Membership.id))
    if known is None:
        known = one.staff[-1].id  # a member of staff who is a governor, as every school has one
        give_role(SYSTEM, known, Role.GOVERNOR, school_id=one.school.id, since=london(now).date())
    return known


def office_actor(today: date) -> Actor:
    """An adviser of the team, who runs the programme of reviews in the demonstration."""
    adviser = db.session.scalar(
        select(Membership.person_id).where(Membership.role == Role.TEAM_ADVISER).order_by(Membership.id)
    )
    assert adviser is not None  # noqa: S101  # the accounts have been opened before
    return actor_for(adviser, today=today)
