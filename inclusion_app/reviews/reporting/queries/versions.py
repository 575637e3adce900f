"""Versions of a report that have been kept."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import ReportVersion, Review
from inclusion_app.reviews.states import ReviewState

DRAFT, FINAL = "draft", "final"


def latest_draft(review_id: int) -> ReportVersion | None:
    """The draft that was released last, with who released it."""
    query = _versions(review_id).where(ReportVersion.kind == DRAFT)
    return db.session.scalars(query.order_by(ReportVersion.number.desc()).limit(1)).first()


def standing_report(review: Review) -> ReportVersion | None:
    """The final version that holds: there is one once the review has reached that stage."""
    if not review.stage.has_reached(ReviewState.FINAL):
        return None
    query = _versions(review.id).where(ReportVersion.kind == FINAL, ReportVersion.replaced_at.is_(None))
    return db.session.scalars(query).first()


def versions_of(review_id: int) -> Sequence[ReportVersion]:
    """Every version, the newest first, with who made it."""
    return db.session.scalars(_versions(review_id).order_by(ReportVersion.number.desc())).all()


def version_numbered(review_id: int, number: int) -> ReportVersion | None:
    """One version of that review."""
    return db.session.scalars(_versions(review_id).where(ReportVersion.number == number)).first()


def drafts_released(review_id: int) -> int:
    """How many drafts of the report have gone to the school."""
    query = select(func.count()).where(ReportVersion.review_id == review_id, ReportVersion.kind == DRAFT)
    return db.session.scalar(query) or 0


def _versions(review_id: int) -> Select[ReportVersion]:
    return select(ReportVersion).where(ReportVersion.review_id == review_id).options(joinedload(ReportVersion.made_by))
