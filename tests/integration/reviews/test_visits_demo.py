"""A review of the demonstration goes through its visit as its people would take it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.demo_data.reviews.visits import agree_date, hold_visit, lay_file_beside, prepare
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import EvidenceFile, Review, ReviewChange, TimetableActivity
from inclusion_app.reviews.states import Part, ReviewState
from tests.factories.reviews import assigned, review_at

pytestmark = pytest.mark.usefixtures("database")


def test_a_review_goes_from_its_team_to_its_visit() -> None:
    review = review_at(ReviewState.TEAM_CONFIRMED)
    assigned(review, part=Part.LEAD)
    assigned(review)
    now = clock.now()

    def again() -> Review:
        return db.session.get_one(Review, review.id, populate_existing=True)

    agree_date(review.id, now=now)
    day = again().visit_on
    assert again().state == ReviewState.SELF_REVIEW_OPEN
    assert day is not None
    assert day.weekday() < 5
    lay_file_beside(review.id, now=now)
    again().state = ReviewState.SELF_REVIEW_SUBMITTED
    db.session.commit()
    prepare(review.id, now=now)
    assert again().state == ReviewState.READY
    hold_visit(review.id, now=now + (day - clock.today()) + timedelta(hours=1))

    assert again().state == ReviewState.VISITED
    acts = db.session.scalars(select(ReviewChange.act).order_by(ReviewChange.id)).all()
    assert acts == ["agree_date", "open_self_review", "finish_preparation", "mark_visited"]
    assert len(db.session.scalars(select(TimetableActivity.id)).all()) > 5
    assert [file.title for file in db.session.scalars(select(EvidenceFile))] == ["Provision map"]
    assert [sentence for finding in findings() for sentence in finding.wrong] == []
