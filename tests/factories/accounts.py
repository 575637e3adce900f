"""People and their memberships for tests; everybody's password is the one that visitors type."""

from datetime import timedelta
from functools import lru_cache

import factory

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.passwords import hash_password
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School
from tests.factories.schools import SchoolFactory
from tests.support.visitor import PASSWORD


@lru_cache
def usual_hash() -> str:
    """The hash of the visitors' password, made once: it takes a while on purpose."""
    return hash_password(PASSWORD)


class PersonFactory(factory.alchemy.SQLAlchemyModelFactory):
    """Somebody who can sign in."""

    class Meta:
        model = Person
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    name = factory.Sequence(lambda n: f"Robin Ashdown {n}")
    email = factory.Sequence(lambda n: f"person{n}@school.example")
    job_title = "Teacher"
    password_hash = factory.LazyFunction(usual_hash)
    created_at = factory.LazyFunction(clock.now)


class MembershipFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A member of staff of a school since last year; give ``role`` and its place for another role."""

    class Meta:
        model = Membership
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    person = factory.SubFactory(PersonFactory)
    role = Role.STAFF
    school = factory.SubFactory(SchoolFactory)
    since = factory.LazyFunction(lambda: clock.today() - timedelta(days=365))


def somebody(role: Role, *, school: School | None = None, provider_id: int | None = None, **person: object) -> Person:
    """A person with one role, at that school or provider."""
    who = PersonFactory(**person)
    MembershipFactory(person=who, role=role, school=school, provider_id=provider_id)
    return who
