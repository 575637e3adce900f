"""What the tests of requests do and look at."""

import re
from typing import Any

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.models import Booking, Run
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.requests import request_place
from tests.factories.accounts import somebody
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office


def actor(person: Person | int) -> Actor:
    """That person, with the roles held now."""
    return actor_for(person if isinstance(person, int) else person.id, today=clock.today())


def run_by(entry: str, **given: Any) -> Run:
    """An open run of a course with that way in; ``course__x`` says more of the course."""
    run: Run = RunFactory(course__entry=entry, **given)
    return run


def teacher(office: Office, name: str = "Ann Teacher") -> Person:
    """A member of staff who can sign in."""
    return somebody(Role.STAFF, school=office.school, name=name)


def asked(office: Office, run: Run, person: Person | int | None = None, statement: str = "For my class.") -> Booking:
    """A request of a member of staff."""
    who = actor(person or teacher(office))
    return request_place(who, office.school.id, run.id, Asked(statement), now=clock.now(), today=clock.today())


def state(booking: Booking) -> str:
    """Where the booking stands in the database."""
    db.session.expire_all()
    return db.session.scalars(select(Booking.state).where(Booking.id == booking.id)).one()


def mails(kind: str) -> list[OutboxMessage]:
    """The messages of that kind, in order."""
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def link_in(mail: OutboxMessage) -> str:
    """The path of the link to decide."""
    found = re.search(r"/requests/\S+", mail.text)
    assert found
    return found[0]


def in_order() -> None:
    """Every invariant holds."""
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}
