"""What must be true of teams is looked for, and found when it is not."""

import pytest
from sqlalchemy import select, update

from inclusion_app.foundation.database import db
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import Assignment, Review, Reviewer
from inclusion_app.reviews.states import AssignmentState, Part, ReviewState, Side
from inclusion_app.reviews.teams.invariants import CHECKS
from tests.factories.reviews import accredited, assigned, review_at

pytestmark = pytest.mark.usefixtures("database")


def wrong() -> str:
    return " ".join(sentence for check in CHECKS for sentence in check.find())


def staffed(stage: ReviewState = ReviewState.READY) -> Review:
    review = review_at(stage)
    assigned(review, part=Part.LEAD)
    assigned(review)
    return review


def changed(review: Review, on: Part, /, **values: object) -> None:
    of = Assignment.review_id == review.id, Assignment.part == on
    db.session.execute(update(Assignment).where(*of).values(**values))
    db.session.commit()


def at_host(review: Review) -> None:
    """The reviewer's own school is the one that is reviewed."""
    of = select(Assignment.person_id).where(Assignment.review_id == review.id, Assignment.part == Part.REVIEWER)
    db.session.execute(update(Reviewer).where(Reviewer.person_id.in_(of)).values(home_school_id=review.school_id))
    db.session.commit()


def test_a_team_as_it_should_be_is_found_right_and_is_looked_at_with_everything_else() -> None:
    staffed()
    assert wrong() == ""
    assert {finding.name for finding in findings()} >= {check.name for check in CHECKS}


def test_somebody_on_the_review_of_their_own_school_is_found_unless_that_was_set_aside() -> None:
    review = staffed()
    at_host(review)
    assert "puts somebody on the review" in wrong()

    changed(review, Part.REVIEWER, overrides=["H1"])
    assert wrong() == ""


@pytest.mark.parametrize("change", [{"state": ReviewState.VISITED}, {"side": Side.CANCELLED}, {"side": Side.WITHDRAWN}])
def test_whoever_moves_to_the_school_after_the_visit_is_no_fault(change: dict[str, object]) -> None:
    review = staffed()
    at_host(review)
    db.session.execute(update(Review).where(Review.id == review.id).values(**change))
    db.session.commit()

    assert "own school" not in wrong()


def test_a_confirmed_team_without_a_lead_is_found_and_one_whose_lead_has_gone_is_not() -> None:
    review = staffed()
    changed(review, Part.LEAD, part=Part.REVIEWER)
    assert "has a confirmed team with 0 lead reviewers" in wrong()

    assigned(review, part=Part.LEAD, state=AssignmentState.DECLINED)
    assert wrong() == ""  # the office has been told, and looks for somebody


def test_more_reviews_in_a_cycle_than_somebody_can_take_are_found_unless_that_was_set_aside() -> None:
    who, review = accredited(capacity=1), staffed()
    second = review_at(ReviewState.READY, cycle=review.cycle)
    assigned(second, part=Part.LEAD)
    for of in (review, second):
        assigned(of, who)
    assert "has 2 reviews in cycle" in wrong()

    db.session.execute(update(Assignment).where(Assignment.review_id == second.id).values(overrides=["F"]))
    db.session.commit()
    assert wrong() == ""
