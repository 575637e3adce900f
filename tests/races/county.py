"""A county in a database of its own, with a booker at each school, ready to book all at the same moment."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, update

from inclusion_app import create_app
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.config import Settings
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import School
from inclusion_app.training.models import Basket, BasketLine, Course
from tests.factories.accounts import somebody
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.support.crowd import SignedIn, signed_in
from tests.support.databases import Store
from tests.support.server import settings_for

FIRST_URN = 700_001
FIRST_DAY = 30


@dataclass(frozen=True)
class Booker:
    """A school, who books for it, and whom they book."""

    school_id: int
    urn: int
    person_id: int
    staff_id: int
    browser: SignedIn

    @property
    def basket(self) -> str:
        """Where their basket is."""
        return f"/schools/{self.urn}/basket"


@dataclass
class County:
    """Schools with their bookers, an adviser of the team, and a course; runs are made one after the other."""

    url: str
    app: Flask
    course: Course
    bookers: Sequence[Booker]
    adviser: SignedIn
    runs_made: int = 0

    def new_run(self, *, capacity: int, bookers: Sequence[Booker] | None = None) -> int:
        """A run on a day of its own, with a basket for each booker in which one person stands for it; its id."""
        day = clock.today() + timedelta(days=FIRST_DAY + self.runs_made)  # otherwise people would be elsewhere that day
        self.runs_made += 1
        run_id: int = RunFactory(
            course=self.course, capacity=capacity, day=day, opens_at=clock.now() - timedelta(days=1)
        ).id
        self.fill_baskets(run_id, self.bookers if bookers is None else bookers)
        return run_id

    def fill_baskets(self, run_id: int, bookers: Sequence[Booker]) -> None:
        """Each booker has their one colleague in the basket for that run, and nobody else from an earlier one."""
        now = clock.now()
        if not bookers:
            return
        baskets = [{"owner_id": b.person_id, "school_id": b.school_id, "created_at": now} for b in bookers]
        with transaction() as session:
            left = Basket.confirmed_at.is_(None) & Basket.owner_id.in_([booker.person_id for booker in bookers])
            session.execute(update(Basket).where(left).values(confirmed_at=now))
            ids = session.scalars(insert(Basket).returning(Basket.id, sort_by_parameter_order=True), baskets).all()
            session.execute(
                insert(BasketLine),
                [
                    {"basket_id": basket_id, "run_id": run_id, "person_id": booker.staff_id}
                    for basket_id, booker in zip(ids, bookers, strict=True)
                ],
            )


@contextmanager
def new_county(store: Store, folder: Path, *, name: str, schools: int) -> Iterator[County]:
    """A county in a copy of the migrated database, used in the block in an app's context of its own."""
    url = store.copy(name)
    app = create_app(Settings.from_environment(settings_for(url, folder)))
    with app.app_context():
        try:
            yield _settled(url, app, schools)
        finally:
            db.session.remove()
            db.engine.dispose()


def _settled(url: str, app: Flask, schools: int) -> County:
    rows = [_school(number) for number in range(schools)]
    with transaction() as session:
        school_ids = session.scalars(insert(School).returning(School.id, sort_by_parameter_order=True), rows).all()
    bookers = _people("booker", Role.BOOKER, school_ids)
    staff = _people("staff", Role.STAFF, school_ids)
    adviser = somebody(Role.TEAM_ADVISER)
    everybody = zip(itertools.count(FIRST_URN), school_ids, bookers, staff, strict=False)
    return County(
        url=url,
        app=app,
        course=CourseFactory(),
        bookers=[
            Booker(school_id, urn, booker, colleague, signed_in(app, booker))
            for urn, school_id, booker, colleague in everybody
        ],
        adviser=signed_in(app, adviser.id),
    )


def _school(number: int) -> dict[str, object]:
    built = SchoolFactory.build(urn=FIRST_URN + number)
    return {column.key: getattr(built, column.key) for column in School.__table__.columns if column.key in vars(built)}


def _people(word: str, role: Role, school_ids: Sequence[int]) -> Sequence[int]:
    """One person with that role at each school; their ids in the order of the schools."""
    people = [
        {"name": f"{word} {number}", "email": f"{word}{number}@school.example", "created_at": clock.now()}
        for number in range(len(school_ids))
    ]
    since = clock.today() - timedelta(days=365)
    with transaction() as session:
        session.execute(insert(Person), people)
        ids_by_email = dict(session.execute(select(Person.email, Person.id)).all())
        ids = [ids_by_email[str(person["email"])] for person in people]
        session.execute(
            insert(Membership),
            [
                {"person_id": person_id, "role": role, "school_id": school_id, "since": since}
                for person_id, school_id in zip(ids, school_ids, strict=True)
            ],
        )
    return ids
