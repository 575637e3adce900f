"""Ways to a place beside the basket: requests, applications, a team's place, and who waits for dates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.demo_data.runs import ACCESS, JOINING, VENUES, school_day
from inclusion_app.foundation.clock import from_london, london
from inclusion_app.foundation.database import db
from inclusion_app.schools.queries import school_calendar
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices
from inclusion_app.training.catalogue.queries.courses import choices_of_course, course_by_id
from inclusion_app.training.catalogue.services import create_run, open_run, save_course
from inclusion_app.training.models import Booking, Course, CoursePrerequisite, OutcomeOfRun, Run
from inclusion_app.training.requests.queries.people import deciders_of
from inclusion_app.training.requests.services.applications import (
    accept_application,
    apply_for_place,
    decline_application,
    support_application,
)
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.interest import say_interested, tell_interested
from inclusion_app.training.requests.services.requests import approve_request, decline_request, request_place
from inclusion_app.training.requests.services.school_places import Coming, book_school_place
from inclusion_app.training.states import CourseState, Entry, RunOutcome, Taker

IN_DAYS = (38, 66)
SCHOOLS_THAT_ASK = 8
CRITERIA = (
    "Two years or more in a leading role, and something to show for it.\n\n"
    "The agreement of your headteacher to the days away.\n\n"
    "We look for people from every district and phase."
)
WHY = (
    "Two pupils of mine leave school next year, and I want to plan their first steps at work with their families.",
    "I have just taken over careers education and have never worked with employers.",
    "Our school has no link to a local employer yet. I would pass on what I learn at a staff meeting.",
    "",
)
HAVE_LED = (
    "I have led our work on calmer lunchtimes for two years. Fewer pupils are sent out, and we look for causes first.",
    "As SENCO of a large primary school I have trained every class team in planning for all pupils from the start.",
    "I coach three colleagues. Our last review says that pupils are heard more, and I can show how we did it.",
)
NOT_NOW = "We have had more applications than places. Please apply again: a second year in the role will help."
NO_COVER = "We cannot cover your class on these days. Let us look at the next dates together."
WAITED_FOR = 3


class Moment:
    """This moment, its day in London, and who acts at it."""

    def __init__(self, now: datetime) -> None:
        self.now, self.today = now, london(now).date()

    def actor(self, person: Person | int) -> Actor:
        """That person, with the roles held now."""
        return actor_for(person if isinstance(person, int) else person.id, today=self.today)


def ask_and_apply(people: Sequence[SchoolPeople], *, now: datetime) -> None:
    """Two runs for each way, with people on them at every stage; and courses whose dates are waited for."""
    moment = Moment(now)
    courses = db.session.scalars(select(Course).where(Course.state == CourseState.PUBLISHED).order_by(Course.id)).all()
    for course_id, entry, taker in [(course.id, course.entry, course.taker) for course in courses]:
        if entry == Entry.INTEREST or (entry == Entry.BOOK and taker == Taker.PERSON):
            continue
        runs = [_run(course_id, days, moment=moment) for days in IN_DAYS]
        if entry == Entry.APPLY and taker == Taker.PERSON:
            _say_criteria(course_id, now=now)
            _apply(course_id, runs[0], moment=moment)
        elif entry == Entry.APPLY:
            _apply_for_schools(runs[0], people, moment=moment)
        elif taker == Taker.PERSON:
            _ask(runs[0], people, moment=moment)
        elif taker == Taker.TEAM:
            _take_team_places(runs[0], people, moment=moment)
    _wait_for_dates(people, moment=moment)


def _run(course_id: int, days: int, *, moment: Moment) -> int:
    course = course_by_id(course_id)
    assert course is not None  # noqa: S101  # it has just been read
    day = school_day(moment.today + timedelta(days=days), school_calendar())
    venue, postcode = VENUES[1]
    choices = RunChoices(
        provider=course.provider.code,
        delivery=course.delivery,
        capacity=4,
        opens_at=from_london(moment.today - timedelta(days=20), time(8)),
        book_by=from_london(day - timedelta(days=7), time(17)),
        cancel_by=from_london(day - timedelta(days=7), time(17)),
        places_per_school=course.places_per_school,
        sessions=(SessionChoices(day=day, start=time(9, 30), end=time(15, 30), venue=venue, postcode=postcode,
                                 joining_link="https://meet.example/inclusion"),),
        joining_instructions=JOINING,
        access_facts=ACCESS,
    )  # fmt: skip
    run = create_run(SYSTEM, course_id, choices, now=moment.now)
    open_run(SYSTEM, run.id, now=moment.now)
    return run.id


def _say_criteria(course_id: int, *, now: datetime) -> None:
    course = course_by_id(course_id)
    assert course is not None  # noqa: S101  # it has just been read
    choices = replace(choices_of_course(course), criteria=CRITERIA)
    save_course(SYSTEM, course_id, choices, version=course.version, now=now)


def _ask(run_id: int, people: Sequence[SchoolPeople], *, moment: Moment) -> None:
    """At the first schools somebody has asked: some were answered, some wait for it."""
    now, today = moment.now, moment.today
    for number, school in enumerate(people[:SCHOOLS_THAT_ASK]):
        for colleague in school.staff[:2]:
            said = Asked(WHY[(number + colleague.id) % len(WHY)])
            who, head = moment.actor(colleague), moment.actor(school.head)
            booking = request_place(who, school.school.id, run_id, said, now=now, today=today)
            if colleague is school.staff[0]:
                continue
            if number % 3:
                approve_request(head, booking.id, now=now, today=today)
            else:
                decline_request(head, booking.id, reason=NO_COVER, now=now)


def _apply(course_id: int, run_id: int, *, moment: Moment) -> None:
    """Those who have completed what has to come first: some wait for their school, some for the team."""
    now, today, team = moment.now, moment.today, SYSTEM
    for number, (person_id, school_id) in enumerate(_ready(course_id, moment.today)):
        said = Asked(HAVE_LED[number % len(HAVE_LED)])
        who = moment.actor(person_id)
        booking = apply_for_place(who, school_id, run_id, said, person_id=person_id, now=now, today=today)
        if number % 4 == 0 and booking.state == "requested":
            continue
        if booking.state == "requested":
            support_application(_head_of(school_id, moment), booking.id, now=now, today=today)
        if number % 4 == 1:
            accept_application(team, booking.id, now=now, today=today)
        elif number % 4 == 2 and number > 2:
            decline_application(team, booking.id, reason=NOT_NOW, now=now)


def _apply_for_schools(run_id: int, people: Sequence[SchoolPeople], *, moment: Moment) -> None:
    """Heads apply for their schools; the team has accepted the first."""
    for number, school in enumerate(people[:5]):
        said, head = Asked(HAVE_LED[number % len(HAVE_LED)]), moment.actor(school.head)
        booking = apply_for_place(
            head, school.school.id, run_id, said, person_id=school.senco.id, now=moment.now, today=moment.today
        )
        if number == 0:
            accept_application(SYSTEM, booking.id, now=moment.now, today=moment.today)


def _ready(course_id: int, today: date) -> list[tuple[int, int]]:
    """One person of each of some schools who may apply, with the school."""
    required = select(CoursePrerequisite.required_id).where(CoursePrerequisite.course_id == course_id)
    done = (
        select(Booking.school_id, Booking.person_id)
        .join(Run, Run.id == Booking.run_id)
        .join(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(Run.course_id.in_(required), OutcomeOfRun.outcome == RunOutcome.COMPLETED)
        .where(or_(OutcomeOfRun.valid_until.is_(None), OutcomeOfRun.valid_until >= today))
        .order_by(Booking.school_id, Booking.person_id)
    )
    by_school: dict[int, int] = {}
    for school_id, person_id in db.session.execute(done):
        if person_id is not None:
            by_school.setdefault(school_id, person_id)
    return [(person_id, school_id) for school_id, person_id in list(by_school.items())[:12]]


def _head_of(school_id: int, moment: Moment) -> Actor:
    return moment.actor(deciders_of(school_id, today=moment.today)[0])


def _take_team_places(run_id: int, people: Sequence[SchoolPeople], *, moment: Moment) -> None:
    """More leadership teams than there are places: the last wait."""
    for school in people[:5]:
        coming = Coming(school.head.id, (school.head.id, school.senco.id, school.staff[0].id))
        book_school_place(
            moment.actor(school.head), school.school.id, run_id, coming, asked=Asked(diet="One person eats no nuts"),
            when_full="wait", now=moment.now, today=moment.today,
        )  # fmt: skip


def _wait_for_dates(people: Sequence[SchoolPeople], *, moment: Moment) -> None:
    """Some want to be told of dates of courses that have none, and of one that has."""
    dated = select(Run.id).where(Run.course_id == Course.id, Run.starts_at > moment.now).exists()
    published = Course.state == CourseState.PUBLISHED
    waited = [
        *db.session.scalars(select(Course.id).where(published, Course.entry == Entry.INTEREST)),
        *db.session.scalars(select(Course.id).where(published, ~dated).order_by(Course.id).limit(WAITED_FOR)),
        *db.session.scalars(select(Course.id).where(published, dated).order_by(Course.id).limit(1)),
    ]
    for number, course_id in enumerate(dict.fromkeys(waited)):
        for school in people[number : number + 6]:
            for person in (school.staff[0], school.senco)[: 1 + number % 2]:
                say_interested(moment.actor(person), course_id, school_id=school.school.id, note="", now=moment.now)
    tell_interested(moment.now)
