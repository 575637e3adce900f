"""The areas and the scale of the framework that a review's cycle began with, and how they were rated."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import AreaJudgement, FormText, FrameworkArea, FrameworkLevel, Review, ReviewForm
from inclusion_app.reviews.states import FormKind


def areas_of(framework_id: int) -> dict[str, str]:
    """Titles by code, in the framework's order; one statement."""
    query = select(FrameworkArea.code, FrameworkArea.title).where(FrameworkArea.framework_id == framework_id)
    return {code: title for code, title in db.session.execute(query.order_by(FrameworkArea.position))}  # noqa: C416  # rows are not pairs to the type checker


def levels_of(framework_id: int) -> Sequence[FrameworkLevel]:
    """The levels that can be chosen, the lowest first; one statement."""
    query = select(FrameworkLevel).where(FrameworkLevel.framework_id == framework_id, FrameworkLevel.code != "N")
    return db.session.scalars(query.order_by(FrameworkLevel.position)).all()


def earlier_ratings(review: Review) -> Mapping[str, Mapping[str, str]]:
    """By area: what the self-review and the report said, by kind of form. Only for those who see ratings."""
    rows = db.session.execute(
        select(ReviewForm.kind, AreaJudgement.area, AreaJudgement.rating)
        .join(AreaJudgement, AreaJudgement.form_id == ReviewForm.id)
        .where(
            ReviewForm.review_id == review.id,
            ReviewForm.submitted_at.is_not(None),
            ReviewForm.kind.in_((FormKind.SELF_REVIEW, FormKind.REPORT)),
            AreaJudgement.rating != "",
        )
    )
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for kind, area, rating in rows:
        found[area][kind] = rating
    return found


def areas_of_report(review: Review) -> frozenset[str]:
    """Codes of the areas on which the final report says something. Only for those who see the report."""
    query = (
        select(FormText.area)
        .join(ReviewForm, ReviewForm.id == FormText.form_id)
        .where(
            ReviewForm.review_id == review.id,
            ReviewForm.kind == FormKind.REPORT,
            ReviewForm.submitted_at.is_not(None),
            FormText.text != "",
        )
    )
    return frozenset(db.session.scalars(query.distinct()))
