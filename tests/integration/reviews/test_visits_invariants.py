"""What must be true of visits is looked for, and found when it is not."""

from datetime import time, timedelta

import pytest
from sqlalchemy import text, update

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import Review, TimetableActivity, TimetableMember, VisitOption
from inclusion_app.reviews.states import Part, ReviewState
from inclusion_app.reviews.visits.invariants import CHECKS
from inclusion_app.reviews.visits.kinds import OptionState
from tests.factories.reviews import assigned, review_at

pytestmark = pytest.mark.usefixtures("database")


def wrong() -> str:
    return " ".join(sentence for check in CHECKS for sentence in check.find())


def dated() -> Review:
    review = review_at(ReviewState.SELF_REVIEW_OPEN)
    lead = assigned(review, part=Part.LEAD)
    day, head = review.visit_on, review.participation.accepted_by_id
    assert day is not None
    option = VisitOption(review_id=review.id, starts=day, ends=day, state=OptionState.AGREED, proposed_by_id=lead.id)
    option.proposed_at = option.host_yes_at = option.lead_yes_at = clock.now()
    option.host_yes_by_id, option.lead_yes_by_id = head, lead.id
    db.session.add(option)
    db.session.commit()
    return review


def test_a_visit_as_it_should_be_is_found_right() -> None:
    dated()
    assert wrong() == ""
    assert {finding.name for finding in findings()} >= {check.name for check in CHECKS}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"visit_on": None, "visit_until": None}, "is self-review-open without a date"),
        ({"visit_on": clock.today() + timedelta(days=9)}, "is agreed for"),
        ({"visit_until": None}, "has only one end"),
    ],
)
def test_a_date_that_was_lost_or_moved_is_found(change: dict[str, object], sentence: str) -> None:
    review = dated()
    db.session.execute(update(Review).where(Review.id == review.id).values(**change))
    db.session.commit()
    assert sentence in wrong()


def test_somebody_at_an_activity_that_is_not_there_is_found() -> None:
    review = dated()
    activity = TimetableActivity(review_id=review.id, day=1, starts=time(9), ends=time(10), kind="pupils")
    activity.members = [TimetableMember(person_id=review.participation.accepted_by_id)]
    db.session.add(activity)
    db.session.commit()
    assert wrong() == ""
    is_sqlite = db.engine.dialect.name == "sqlite"
    unguarded = "PRAGMA defer_foreign_keys = ON" if is_sqlite else "SET LOCAL session_replication_role = replica"
    db.session.execute(text(unguarded))
    db.session.execute(text("DELETE FROM timetable_activity"))
    assert "which is not there" in wrong()
    db.session.rollback()
