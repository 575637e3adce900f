"""A school with a head and two members of staff, a run, and people who act through services or pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.services.baskets import put_in_basket
from inclusion_app.training.bookings.services.confirming import Confirmation, confirm_basket
from inclusion_app.training.models import Booking, Run
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor

SignIn = Callable[[Person], Visitor]


@dataclass
class Office:
    """A school and whoever books for it."""

    school: School
    head: Person

    @property
    def actor(self) -> Actor:
        return actor_for(self.head.id, today=clock.today())

    def staff(self, *names: str) -> list[int]:
        """New people on the staff list; their ids."""
        return [MembershipFactory(school=self.school, person__name=name).person.id for name in names]

    def put(self, run: Run, people: list[int], *, now: datetime | None = None) -> None:
        """Put people on a run into the basket."""
        put_in_basket(
            self.actor, self.school.id, run.id, person_ids=people, now=now or clock.now(), today=clock.today()
        )

    def confirm(self, *, now: datetime | None = None, **said: object) -> None:
        """Confirm the basket."""
        confirmation = Confirmation(**said)  # type: ignore[arg-type]  # the test names the fields
        confirm_basket(self.actor, self.school.id, confirmation, now=now or clock.now(), today=clock.today())

    def book(self, run: Run, people: list[int], *, choice: str = "") -> None:
        """Put into the basket and confirm, with one choice should the run be full."""
        self.put(run, people)
        self.confirm(when_full={run.id: choice})


@pytest.fixture
def office(database: SQLAlchemy) -> Office:
    """A school with a headteacher."""
    return new_office()


def new_office(role: Role = Role.HEADTEACHER) -> Office:
    """Another school, and somebody with that role there."""
    school = SchoolFactory()
    return Office(school, somebody(role, school=school))


@pytest.fixture
def sign_in(app: Flask, database: SQLAlchemy) -> SignIn:
    """A browser in which that person is signed in, without the work of checking a password."""

    def visitor(person: Person) -> Visitor:
        key = begin_session(person.id, now=clock.now(), address="127.0.0.1", browser="a test")
        client = app.test_client()
        assert isinstance(client, Visitor)
        with client.session_transaction(base_url="http://localhost") as cookie:
            cookie.update({"_user_id": key, "_fresh": True, "seen": clock.now().isoformat()})
        return client

    return visitor


def states_of(run: Run) -> dict[str, str]:
    """Who stands where on the run, by name."""
    query = select(Booking).where(Booking.run_id == run.id).order_by(Booking.id)
    db.session.expire_all()
    people = {person.id: person.name for person in db.session.scalars(select(Person))}
    return {people[b.person_id or 0]: b.state for b in db.session.scalars(query)}


def taken(run: Run) -> int:
    """How many places the run says are taken."""
    db.session.expire_all()
    return db.session.get_one(Run, run.id).taken
