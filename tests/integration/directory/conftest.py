"""People who keep offers: a member of a provider, another provider's, and the team."""

from collections.abc import Callable

import pytest
from flask import Flask

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from tests.factories.accounts import somebody
from tests.factories.providers import ProviderFactory
from tests.integration.bookings.conftest import SignIn, sign_in
from tests.support.visitor import Visitor

__all__ = ["MemberOf", "SignIn", "sign_in"]
MemberOf = Callable[[int], Visitor]


@pytest.fixture
def provider_id(app: Flask, database: object) -> int:
    """A provider without offers."""
    return int(ProviderFactory(name="Outreach School").id)


@pytest.fixture
def member_person(provider_id: int) -> Person:
    """A member of that provider."""
    return somebody(Role.PROVIDER_MEMBER, provider_id=provider_id)


@pytest.fixture
def member(member_person: Person, sign_in: SignIn) -> Visitor:
    """The member, signed in."""
    return sign_in(member_person)


@pytest.fixture
def adviser(database: object, sign_in: SignIn) -> Visitor:
    """Of the inclusion team: approves offers."""
    return sign_in(somebody(Role.TEAM_ADVISER))
