"""Load the whole demonstration county: schools, people, catalogue, runs, bookings, accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.demo_data.accounts import DemoAccount, new_passphrase, open_accounts
from inclusion_app.demo_data.bookings import Booker
from inclusion_app.demo_data.certificates import certify_and_add
from inclusion_app.demo_data.changes import charge_for_absences, make_changes
from inclusion_app.demo_data.directory.asking import ask_and_use
from inclusion_app.demo_data.directory.offers import add_providers, make_offers
from inclusion_app.demo_data.directory.searches import keep_searches
from inclusion_app.demo_data.facilitators import name_facilitators
from inclusion_app.demo_data.feedback import give_demo_feedback
from inclusion_app.demo_data.materials import hand_out_and_write
from inclusion_app.demo_data.names import Names
from inclusion_app.demo_data.people import SchoolPeople, people_schools
from inclusion_app.demo_data.planning import import_past, make_runs_at_risk
from inclusion_app.demo_data.register import write_register
from inclusion_app.demo_data.requests import ask_and_apply
from inclusion_app.demo_data.results import make_results
from inclusion_app.demo_data.reviews.along import bring_along
from inclusion_app.demo_data.reviews.cycles import make_cycles, office_actor
from inclusion_app.demo_data.runs import bookable, close_some, make_runs
from inclusion_app.demo_data.today import make_run_of_today
from inclusion_app.demo_data.told import Told
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox.holding import hold_waiting_messages
from inclusion_app.reviews.cycles.frameworks.files import read_frameworks
from inclusion_app.reviews.cycles.frameworks.services.loading import load_frameworks
from inclusion_app.schools.calendar_files import read_calendar
from inclusion_app.schools.queries import open_schools, school_calendar
from inclusion_app.schools.services import ImportOrder, import_register, load_terms
from inclusion_app.training.catalogue.files import read_catalogue
from inclusion_app.training.catalogue.services import load_catalogue
from inclusion_app.training.models import Course, Run

ACCOUNTS_SINCE = timedelta(days=500)


@dataclass(frozen=True)
class Size:
    """How large the county is: schools, and runs of each course."""

    schools: int
    runs: int


WHOLE = Size(schools=600, runs=7)
SMALL = Size(schools=12, runs=3)


class Refused(Exception):
    """The demonstration is not loaded; the message says why."""


def is_empty() -> bool:
    """Nobody is known to the service yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def load_county(size: Size, *, seed: int, la_code: str, now: datetime, told: Told) -> list[DemoAccount]:
    """Make the county in one transaction, and its results in a second; returns who can sign in.

    Messages of its making are held, never sent.

    Raises Refused when the database holds people already.
    """
    random, today = Random(seed), london(now).date()  # noqa: S311  # invents a county, not a secret
    names, password = Names(random), new_passphrase()
    since = today - ACCOUNTS_SINCE
    with transaction():
        if not is_empty():
            raise Refused("This database holds people already. The demonstration is for an empty one.")
        load_terms(SYSTEM, read_calendar())
        load_catalogue(SYSTEM, read_catalogue(), now=now)
        load_frameworks(SYSTEM, read_frameworks(), now=now)
        add_providers()
        _load_schools(size, random, names, la_code=la_code, now=now)
        schools = open_schools()
        people = people_schools(
            schools, random=random, names=names, since=since, progress=told.begin("People", len(schools))
        )
        accounts = open_accounts(people, names=names, password=password, now=now, since=since)
        _load_training(size, random, people, now=now, told=told)
        _load_reviews(people, now=now)
        make_offers(schools, now=now)
        keep_searches(now=now)
        ask_and_use(people, now=now)
        accounts += name_facilitators(names=names, password=password, now=now)
        hold_waiting_messages()
    with transaction():
        make_results(random=Random(seed), now=now)  # noqa: S311  # the same county each time
        hold_waiting_messages()
    return accounts


def _load_schools(size: Size, random: Random, names: Names, *, la_code: str, now: datetime) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        write_register(file, schools=size.schools, la_code=la_code, la_name="The county", random=random, names=names)
        import_register(SYSTEM, ImportOrder(path=file, la_code=la_code), now=now)


def _load_training(size: Size, random: Random, people: Sequence[SchoolPeople], *, now: datetime, told: Told) -> None:
    courses = bookable(
        db.session.scalars(select(Course).options(selectinload(Course.provider)).order_by(Course.id)).all()
    )
    made = make_runs(
        courses,
        calendar=school_calendar(),
        today=london(now).date(),
        per_course=size.runs,
        random=random,
        progress=told.begin("Runs", len(courses)),
    )
    ids = [(run.id, announced) for run, announced in made]
    rows = {run.id: run for run in db.session.scalars(select(Run).where(Run.id.in_([run_id for run_id, _ in ids])))}
    runs = [(rows[run_id], announced) for run_id, announced in ids]
    Booker(people, now=now, random=random).fill(runs, told.begin("Bookings", len(runs)))
    close_some(runs, now=now)
    make_runs_at_risk(courses, calendar=school_calendar(), now=now)
    import_past(db.session.scalars(select(Course).order_by(Course.id)).all(), people, now=now)
    give_demo_feedback(random=random, now=now)
    hand_out_and_write(now=now)
    make_changes(now=now)
    charge_for_absences()
    ask_and_apply(people, now=now)
    certify_and_add(random=random, now=now)
    make_run_of_today(courses, people, now=now)


def _load_reviews(people: Sequence[SchoolPeople], *, now: datetime) -> None:
    today = london(now).date()
    reviews = Membership.role == Role.REVIEWER, Membership.until.is_(None)
    known = db.session.scalars(select(Person).join(Membership).where(*reviews).order_by(Person.id)).all()
    cycles = make_cycles(people, now=now)
    bring_along(office_actor(today), cycles, people, known, now=now)
