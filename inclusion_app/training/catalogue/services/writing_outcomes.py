"""What a course is to give, as rows that feedback points at: what somebody has answered must keep its meaning."""

from collections.abc import Sequence

from sqlalchemy import inspect, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.models import Course, CourseOutcome, FeedbackConfidence


def write_outcomes(course: Course, texts: Sequence[str]) -> None:
    """Make the outcomes these. One that stays the same, wherever it stands now, stays the same row; so does one that is
    reworded in its place.

    Raises RuleBroken when one would go that people have said in feedback how confident they are in.
    """
    old = list(course.outcomes)
    rows = [_same(old, text) for text in texts]
    left = [outcome for outcome in old if outcome not in rows]
    for place, outcome in enumerate(old):
        if outcome in left and place < len(rows) and rows[place] is None:
            rows[place] = outcome
            left.remove(outcome)
    _check_unanswered(left)
    course.outcomes = [
        _written(row or CourseOutcome(), text, position)
        for position, (row, text) in enumerate(zip(rows, texts, strict=True), start=1)
    ]


def _same(outcomes: Sequence[CourseOutcome], text: str) -> CourseOutcome | None:
    return next((outcome for outcome in outcomes if outcome.text == text), None)


def _written(outcome: CourseOutcome, text: str, position: int) -> CourseOutcome:
    outcome.text, outcome.position = text, position
    return outcome


def _check_unanswered(outcomes: Sequence[CourseOutcome]) -> None:
    saved = [outcome for outcome in outcomes if inspect(outcome).has_identity]  # not one that was never written
    ids = {outcome.id: outcome.text for outcome in saved}
    if not ids:
        return
    with db.session.no_autoflush:  # the course is only half written
        answered = set(
            db.session.scalars(select(FeedbackConfidence.outcome_id).where(FeedbackConfidence.outcome_id.in_(ids)))
        )
    if answered:
        named = "; ".join(text for outcome_id, text in ids.items() if outcome_id in answered)
        raise RuleBroken("outcomes", f"People have given feedback on this outcome, so it must stay: {named}")
