"""The demonstration's forms are legal, since they are written through the services."""

import pytest

from inclusion_app.demo_data.reviews import writing
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import Part, ReviewState
from inclusion_app.reviews.writing.invariants import CHECKS
from tests.factories.reviews import assigned, review_at


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("rated", [True, False])
def test_forms_take_their_reviews_on(*, rated: bool) -> None:
    opened = review_at(ReviewState.SELF_REVIEW_OPEN, uses_ratings=rated).id
    visited = review_at(ReviewState.VISITED, uses_ratings=rated)
    for part in (Part.LEAD, Part.REVIEWER):
        assigned(visited, part=part)

    writing.sign_self_review(opened, now=clock.now())
    writing.submit_review_forms(visited.id, now=clock.now())

    stages = [db.session.get_one(Review, number, populate_existing=True).state for number in (opened, visited.id)]
    assert stages == [ReviewState.SELF_REVIEW_SUBMITTED, ReviewState.FORMS_IN]
    assert [sentence for check in CHECKS for sentence in check.find()] == []
