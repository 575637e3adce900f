"""Runs of every course, past and to come, in every state."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation.clock import from_london
from inclusion_app.schools.rules.calendar import WorkingCalendar
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.catalogue.services.run_states import cancel_run, close_run, open_run
from inclusion_app.training.catalogue.services.runs import create_run
from inclusion_app.training.models import Course, Run
from inclusion_app.training.states import Delivery, Entry, Taker

VENUES = (
    ("Beacon Conference Centre, Harrowdown", "ZZ9 1AB"),
    ("The Old Library, Ashmere", "ZZ1 4DL"),
    ("Millbrook Teaching Hub, Millbrook", "ZZ12 7EN"),
    ("Kingsmoor Community Hall, Kingsmoor", "ZZ10 2FJ"),
)
ACCESS = "Step-free entrance, accessible toilet, hearing loop in the main room, parking for blue badge holders."
JOINING = "Arrive from 8:45am; tea and coffee are provided. Bring a device if you have one."
STARTS = (time(9, 0), time(9, 30), time(13, 0), time(16, 0))
DAYS_TO_START = (-330, -240, -150, -75, -30, 9, 24, 45, 70, 110, 160)
"""When the runs of a course begin, in days from today."""


@dataclass(frozen=True)
class Taught:
    """What a run takes from its course."""

    id: int
    provider: str
    delivery: str
    places_per_school: int | None


@dataclass(frozen=True)
class PlannedRun:
    """A run as it will be made: when it was announced, and what became of it."""

    course: Taught
    first_day: date
    announced_at: datetime
    fate: str


def make_runs(
    courses: Sequence[Taught],
    *,
    calendar: WorkingCalendar,
    today: date,
    per_course: int,
    random: Random,
    progress: Callable[[], None],
) -> list[tuple[Run, datetime]]:
    """The runs that take bookings, each with the moment it was announced; drafts and cancelled ones beside them."""
    made = []
    for number, course in enumerate(courses):
        for position, days in enumerate(sorted(random.sample(DAYS_TO_START, k=min(per_course, len(DAYS_TO_START))))):
            day = school_day(today + timedelta(days=days + number % 5), calendar)
            planned = _plan(course, day, number + position, today=today)
            run = _make(planned, calendar, random)
            if planned.fate == "open":
                made.append((run, planned.announced_at))
        progress()
    return made


def _plan(course: Taught, day: date, number: int, *, today: date) -> PlannedRun:
    announced = from_london(min(day - timedelta(days=100), today - timedelta(days=20)), time(8, 0))
    fate = "open"
    if day > today and number % 9 == 7:
        fate = "draft"
    elif number % 17 == 11:
        fate = "cancelled"
    return PlannedRun(course, day, announced, fate)


def _make(planned: PlannedRun, calendar: WorkingCalendar, random: Random) -> Run:
    run = create_run(SYSTEM, planned.course.id, _choices(planned, calendar, random), now=planned.announced_at)
    if planned.fate != "draft":
        open_run(SYSTEM, run.id, now=planned.announced_at)
    if planned.fate == "cancelled":
        cancel_run(SYSTEM, run.id, reason="The trainer is not available.", now=planned.announced_at)
    return run


def close_some(runs: Sequence[tuple[Run, datetime]], *, now: datetime) -> None:
    """Close booking on every eleventh run to come, as a team does when a list is settled."""
    for number, (run, _) in enumerate(runs):
        if run.starts_at > now and number % 11 == 10:
            close_run(SYSTEM, run.id, now=now)


def _choices(planned: PlannedRun, calendar: WorkingCalendar, random: Random) -> RunChoices:
    sessions = _sessions(planned, calendar, random)
    first = from_london(planned.first_day, sessions[0].start)
    capacity = random.choice((8, 12, 16, 20, 24, 30))
    return RunChoices(
        provider=planned.course.provider,
        delivery=planned.course.delivery,
        capacity=capacity,
        minimum=random.choice((0, 4, 6)),
        opens_at=planned.announced_at,
        book_by=first - timedelta(days=2),
        cancel_by=first - timedelta(days=7),
        places_per_school=planned.course.places_per_school,
        sessions=sessions,
        joining_instructions=JOINING,
        access_facts=ACCESS if planned.course.delivery != Delivery.ONLINE else "Live captions are switched on.",
    )


def _sessions(planned: PlannedRun, calendar: WorkingCalendar, random: Random) -> tuple[SessionChoices, ...]:
    start = random.choice(STARTS)
    end = time(start.hour + (2 if start.hour >= 13 else 6), start.minute)
    venue, postcode = random.choice(VENUES)
    online = planned.course.delivery == Delivery.ONLINE
    days = [planned.first_day]
    for _ in range(planned.course.id % 3):
        days.append(school_day(days[-1] + timedelta(weeks=2), calendar))
    return tuple(
        SessionChoices(
            day=day,
            start=start,
            end=end,
            venue="" if online else venue,
            postcode="" if online else postcode,
            joining_link="https://meet.example/inclusion" if planned.course.delivery != Delivery.IN_PERSON else "",
        )
        for day in days
    )


def school_day(day: date, calendar: WorkingCalendar) -> date:
    """The day, or the next on which schools are open."""
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def bookable(courses: Sequence[Course]) -> list[Taught]:
    """Courses that schools book people on directly; they come with their providers."""
    return [
        Taught(course.id, course.provider.code, course.delivery, course.places_per_school)
        for course in courses
        if course.entry == Entry.BOOK and course.taker == Taker.PERSON
    ]
