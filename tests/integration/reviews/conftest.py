"""People who are signed in, and people as actors."""

from collections.abc import Callable

import pytest

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation import clock
from tests.integration.bookings.conftest import SignIn, sign_in

__all__ = ["ActorOf", "SignIn", "actor_of", "sign_in"]
ActorOf = Callable[[Person], Actor]


@pytest.fixture
def actor_of() -> ActorOf:
    """Somebody as the services see them, with the roles held today."""
    return lambda person: actor_for(person.id, today=clock.today())
