"""People who look at the catalogue."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.services.sessions import begin_session
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.schools.models import School
from inclusion_app.wiring import SEEN
from tests.support.visitor import Visitor


def visitor(app: Flask, role: Role, school: School | None = None) -> Visitor:
    """Somebody who is signed in with that role."""
    now = clock.now()
    with transaction() as session:
        person = Person(name=f"Pat {role.label}", email=f"pat-{role}@example.org", created_at=now)
        session.add(person)
        session.flush()
        since = clock.today() - timedelta(days=1)
        session.add(Membership(person_id=person.id, role=role, school_id=school.id if school else None, since=since))
    key = begin_session(person.id, now=now, address="127.0.0.1", browser="a test")
    client = app.test_client()
    assert isinstance(client, Visitor)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"], cookie[SEEN] = key, True, now.isoformat()
    return client


@pytest.fixture
def adviser(app: Flask, database: SQLAlchemy) -> Visitor:
    """Of the inclusion team: edits the catalogue."""
    return visitor(app, Role.TEAM_ADVISER)


@pytest.fixture
def viewer(app: Flask, database: SQLAlchemy) -> Visitor:
    """Of the inclusion team: only reads."""
    return visitor(app, Role.TEAM_VIEWER)
