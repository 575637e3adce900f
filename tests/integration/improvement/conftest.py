"""People of one review, and people as actors."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import Part
from tests.factories.accounts import PersonFactory
from tests.factories.improvement import champion_of
from tests.factories.reviews import assigned
from tests.integration.reviews.conftest import ActorOf, SignIn, actor_of, sign_in

__all__ = ["ActorOf", "Cast", "CastOf", "SignIn", "actor_of", "cast_of", "sign_in"]


@dataclass(frozen=True)
class Cast:
    """Everybody of one review."""

    head: Person
    coordinator: Person
    governor: Person
    champion: Person
    lead: Person
    reviewer: Person


CastOf = Callable[[Review], Cast]


@pytest.fixture
def cast_of() -> CastOf:
    """Puts lead, reviewer and champion on a review, and says who is who."""

    def make(review: Review) -> Cast:
        db.session.refresh(review, ["participation", "school"])
        named = review.participation
        db.session.refresh(named, ["coordinator", "governor"])
        head = db.session.get_one(Person, named.accepted_by_id)
        assert named.coordinator
        assert named.governor
        return Cast(
            head=head,
            coordinator=named.coordinator,
            governor=named.governor,
            champion=champion_of(review, PersonFactory(name="Chris Champion")),
            lead=assigned(review, part=Part.LEAD),
            reviewer=assigned(review),
        )

    return make
