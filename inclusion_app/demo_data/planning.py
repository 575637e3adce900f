"""Runs that the team should look after, and attendance from before the service was used."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from inclusion_app.access.actor import SYSTEM
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.demo_data.runs import ACCESS, JOINING, VENUES, Taught, school_day
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.exports import csv_text
from inclusion_app.schools.rules.calendar import WorkingCalendar
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.models import Course
from inclusion_app.training.past.lines import NEEDED
from inclusion_app.training.past.reading import read_past
from inclusion_app.training.past.services import import_past_attendance
from inclusion_app.training.planning.services.creating import create_runs
from inclusion_app.training.states import Delivery, RunState, Taker

DAYS_AGO = (-700, -620, -540)
OUTCOMES = ("completed", "completed", "completed", "part", "completed", "not")
SCHOOLS_IN_FILE = 40


def make_runs_at_risk(courses: Sequence[Taught], *, calendar: WorkingCalendar, now: datetime) -> None:
    """Open runs that start soon with nobody on them: one still needs people, one has no joining instructions."""
    today = london(now).date()
    course = next(course for course in courses if course.delivery == Delivery.IN_PERSON)
    short = _run(course, school_day(today + timedelta(days=17), calendar), today=today)
    bare = _run(course, school_day(today + timedelta(days=10), calendar), today=today)
    wanted = [replace(short, minimum=8, warn_on=today), replace(bare, joining_instructions="")]
    create_runs(SYSTEM, course.id, wanted, state=RunState.OPEN, now=now - timedelta(days=30))


def import_past(courses: Sequence[Course], people: Sequence[SchoolPeople], *, now: datetime) -> None:
    """A small file of attendance in earlier years, brought in as a manager would."""
    today = london(now).date()
    taken_by_people = [course for course in courses if course.taker == Taker.PERSON][:3]
    rows = [
        (course.slug, today + timedelta(days=days), school.school.urn, person.name, person.email, outcome)
        for course, days in zip(taken_by_people, DAYS_AGO, strict=False)
        for number, school in enumerate(people[:SCHOOLS_IN_FILE])
        for person, outcome in ((school.senco, OUTCOMES[number % len(OUTCOMES)]),)
    ]
    data = csv_text(NEEDED, rows).encode()
    import_past_attendance(SYSTEM, read_past("attendance-before-the-service.csv", data, today=today), now=now)


def _run(course: Taught, day: date, *, today: date) -> RunChoices:
    venue, postcode = VENUES[0]
    return RunChoices(
        provider=course.provider,
        delivery=course.delivery,
        capacity=20,
        opens_at=from_london(today - timedelta(days=30), time(9)),
        book_by=from_london(day - timedelta(days=2), time(9)),
        cancel_by=from_london(day - timedelta(days=2), time(9)),
        sessions=(SessionChoices(day=day, start=time(9), end=time(15), venue=venue, postcode=postcode),),
        joining_instructions=JOINING,
        access_facts=ACCESS,
    )
