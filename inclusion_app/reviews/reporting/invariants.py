"""What must be true of reports in every copy of the database."""

from sqlalchemy import and_, exists, func, or_, select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check, rows
from inclusion_app.reviews.models import FactualPoint, PointsReply, ReportTheme, ReportVersion, Review
from inclusion_app.reviews.reporting.rules.checks import MOST_THEMES
from inclusion_app.reviews.reporting.rules.content import digest_of
from inclusion_app.reviews.states import ORDER, ReviewState

_FINAL_ON = [stage for stage in ORDER if stage.has_reached(ReviewState.FINAL)]
_ANSWERED_ON = [stage for stage in ORDER if stage.has_reached(ReviewState.POINTS_ANSWERED)]
_DRAFT_ON = [stage for stage in ORDER if stage.has_reached(ReviewState.DRAFT_WITH_HOST)]


def _one_final() -> list[str]:
    standing = select(func.count()).where(
        ReportVersion.review_id == Review.id, ReportVersion.kind == "final", ReportVersion.replaced_at.is_(None)
    )
    count = standing.correlate(Review).scalar_subquery()
    query = select(Review.id, Review.state, count).where(Review.state.in_(_FINAL_ON), count != 1).order_by(Review.id)
    return rows(query, "review {0} is {1!r} with {2} final versions that stand")


def _digests() -> list[str]:
    versions = db.session.scalars(select(ReportVersion).order_by(ReportVersion.id))
    return [
        f"version {it.id} says something else than its digest" for it in versions if digest_of(it.content) != it.digest
    ]


def _drafts() -> list[str]:
    draft = exists().where(ReportVersion.review_id == Review.id, ReportVersion.kind == "draft")
    query = select(Review.id, Review.state).where(Review.state.in_(_DRAFT_ON), ~draft).order_by(Review.id)
    return rows(query, "review {0} is {1!r}, and no draft of it was kept")


def _answers() -> list[str]:
    """Points on the last draft of a review that has gone on; earlier drafts may have been taken back."""
    last = select(func.max(ReportVersion.id)).where(ReportVersion.review_id == Review.id, ReportVersion.kind == "draft")
    query = (
        select(Review.id, FactualPoint.number)
        .join(FactualPoint, FactualPoint.draft_id == last.correlate(Review).scalar_subquery())
        .outerjoin(PointsReply, PointsReply.draft_id == FactualPoint.draft_id)
        .where(
            Review.state.in_(_ANSWERED_ON),
            FactualPoint.answer == "",
            or_(PointsReply.draft_id.is_(None), PointsReply.closed_without.is_(False)),
        )
        .order_by(Review.id, FactualPoint.number)
    )
    return rows(query, "review {0} has gone on without an answer to point {1}")


def _point_numbers() -> list[str]:
    point = FactualPoint
    query = select(point.draft_id, func.count(), func.max(point.number)).group_by(point.draft_id)
    return rows(
        query.having(or_(func.count() != func.max(point.number), func.min(point.number) != 1)).order_by(point.draft_id),
        "draft {0} has {1} points, and the last is number {2}",
    )


def _themes() -> list[str]:
    query = select(ReportTheme.review_id, func.count()).group_by(ReportTheme.review_id)
    return rows(query.having(func.count() > MOST_THEMES), "review {0} has {1} themes")


def _side_of_versions() -> list[str]:
    """Only a final version that has a later one is replaced."""
    later = ReportVersion.__table__.alias("later")
    newer = exists().where(and_(later.c.review_id == ReportVersion.review_id, later.c.number > ReportVersion.number))
    query = select(ReportVersion.id).where(ReportVersion.replaced_at.is_not(None), ~newer).order_by(ReportVersion.id)
    return rows(query, "version {0} is replaced by none")


CHECKS = (
    Check("reports: a final review has one version that stands", _one_final),
    Check("reports: every version says what its digest stands for", _digests),
    Check("reports: what the school has, has been kept", _drafts),
    Check("reports: every point of a review that has gone on has an answer", _answers),
    Check("reports: the points of a draft are numbered from 1", _point_numbers),
    Check("reports: at most six themes each", _themes),
    Check("reports: what is replaced has a later version", _side_of_versions),
)
