"""What somebody owes leads to the page where it is done, and that page opens to them."""

import pytest
from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.cycles.chasing.queries import WHOLE, chased
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import ORDER, AssignmentState, Part, ReviewState
from tests.factories.reporting import reported
from tests.factories.reviews import accredited, assigned, review_at
from tests.integration.reviews.conftest import SignIn

pytestmark = pytest.mark.usefixtures("database")
OWED_AT = [stage for stage in ORDER if stage not in {ReviewState.PLANNED, ReviewState.FOLLOWED_UP, ReviewState.CLOSED}]
"""Stages at which somebody owes the next; before a team is proposed it is the office, which has its board."""


@pytest.mark.parametrize("stage", OWED_AT)
def test_everybody_who_owes_something_can_open_where_it_is_done(sign_in: SignIn, stage: ReviewState) -> None:
    review = _review_at(stage)
    found = db.session.scalars(select(Review).where(Review.id == review.id).options(*WHOLE)).one()
    (line,) = chased([found], today=clock.today())
    owing, where = [one.person.id for one in line.owing], line.href

    assert owing
    for person_id in owing:
        client = sign_in(db.session.get_one(Person, person_id))
        assert where in client.get("/reviews").text
        assert client.get(where).status_code == 200, f"{where} does not open to everybody who owes the next stage."


def _review_at(stage: ReviewState) -> Review:
    """With a team and a champion; where the school has the draft, there is one."""
    if stage == ReviewState.DRAFT_WITH_HOST:
        review = db.session.get_one(Review, reported(stage).review_id)
    else:
        review = review_at(stage)
        answer = AssignmentState.PROPOSED if stage == ReviewState.TEAM_PROPOSED else AssignmentState.ACCEPTED
        assigned(review, part=Part.LEAD, state=answer)
        assigned(review, state=answer)
    review.champion_id = accredited(may_champion=True).id
    db.session.commit()
    return review
