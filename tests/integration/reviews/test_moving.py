"""Reviews move by the table, each move once, with who, when and why."""

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Review, ReviewChange
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.services import locked_review, move_aside, move_on, step_back
from inclusion_app.reviews.states import ReviewState, Side
from tests.factories.reviews import review_at

LEAD, OFFICE = frozenset({Standing.LEAD}), frozenset({Standing.OFFICE})
pytestmark = pytest.mark.usefixtures("database")


def move(review: Review, stage: ReviewState, standings: frozenset[Standing] = LEAD) -> None:
    with transaction():
        move_on(SYSTEM, locked_review(review.id), stage, standings=standings, now=clock.now())


def back(review: Review, reason: str, standings: frozenset[Standing] = LEAD, version: int = 0) -> None:
    step_back(SYSTEM, review.id, reason=reason, standings=standings, version=version, now=clock.now())


def changes() -> list[tuple[str, str, str, str]]:
    query = select(ReviewChange.act, ReviewChange.before, ReviewChange.after, ReviewChange.reason)
    return [tuple(row) for row in db.session.execute(query.order_by(ReviewChange.id))]  # type: ignore[misc]


def test_a_move_is_one_act_with_its_change() -> None:
    review = review_at(ReviewState.READY)

    move(review, ReviewState.VISITED)

    assert db.session.get_one(Review, review.id).state == ReviewState.VISITED
    assert changes() == [("mark_visited", "ready", "visited", "")]
    assert db.session.scalars(select(AuditEvent.act)).all() == ["mark_visited"]


def test_no_stage_is_jumped_over_and_nothing_changes_when_one_tries() -> None:
    review = review_at(ReviewState.READY)

    with pytest.raises(RuleBroken, match="Ready for the visit"):
        move(review, ReviewState.FORMS_IN)

    assert db.session.get_one(Review, review.id).state == ReviewState.READY
    assert (changes(), db.session.scalars(select(AuditEvent.act)).all()) == ([], [])


def test_others_than_the_table_names_do_not_move_a_review() -> None:
    review = review_at(ReviewState.READY)

    with pytest.raises(RuleBroken, match="Only the lead reviewer"):
        move(review, ReviewState.VISITED, OFFICE)


def test_one_step_back_needs_a_reason_and_keeps_it() -> None:
    review = review_at(ReviewState.VISITED)

    with pytest.raises(RuleBroken, match="Say why"):
        back(review, "  ")
    back(review, "Snow: nobody came.")

    assert db.session.get_one(Review, review.id).state == ReviewState.READY
    assert changes() == [("step_back", "visited", "ready", "Snow: nobody came.")]


def test_nobody_steps_back_by_an_old_page() -> None:
    review = review_at(ReviewState.VISITED)
    seen = review.version
    back(review, "Snow", version=seen)

    with pytest.raises(RuleBroken, match="moved on"):
        back(review, "Snow", version=seen)


def test_a_postponed_review_does_not_move_and_goes_on_where_it_was() -> None:
    review = review_at(ReviewState.READY)
    move_aside(SYSTEM, review.id, "postpone_review", reason="Flood", standings=LEAD, now=clock.now())

    with pytest.raises(RuleBroken, match="postponed"):
        move(review, ReviewState.VISITED)
    move_aside(SYSTEM, review.id, "resume_review", reason="Dry again", standings=LEAD, now=clock.now())
    move(review, ReviewState.VISITED)

    assert db.session.get_one(Review, review.id).state == ReviewState.VISITED


def test_a_cancelled_review_does_not_come_back() -> None:
    review = review_at(ReviewState.READY)
    move_aside(SYSTEM, review.id, "cancel_review", reason="Closed", standings=OFFICE, now=clock.now())

    with pytest.raises(RuleBroken):
        move_aside(SYSTEM, review.id, "resume_review", reason="No", standings=OFFICE, now=clock.now())
    assert db.session.get_one(Review, review.id).side == Side.CANCELLED
