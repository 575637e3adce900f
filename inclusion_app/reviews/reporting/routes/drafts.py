"""The draft, as the school, the lead and the moderator read it."""

from dataclasses import replace

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import ReportVersion
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.queries.versions import latest_draft
from inclusion_app.reviews.reporting.routes.showing import as_pdf, reader, recorded, status_of
from inclusion_app.reviews.reporting.rules.content import ReportContent
from inclusion_app.reviews.reporting.rules.readings import Reading
from inclusion_app.reviews.routes.opening import review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState

drafts = Blueprint("report_drafts", __name__, url_prefix="/reviews/<int:review_id>/report")
SEES_WORKING_TEXT = (Standing.LEAD, Standing.MODERATOR)


@drafts.get("/draft")
@allows(Action.VIEW_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS)
def show(review_id: int) -> Response:
    """The draft: the version that was released, or what lead and moderator have before them."""
    seen = review_for(review_id, Paper.DRAFT)
    content, version = _draft(seen)
    response = page(
        "reviews/reporting/report.html",
        seen=seen,
        review=seen.review,
        content=content,
        version=version,
        said_status=status_of(version),
        reader=reader(),
        with_ratings=seen.shows(Paper.RATINGS),
        is_draft=True,
        may_answer=seen.is_any_of(Standing.HEAD, Standing.COORDINATOR)
        and seen.review.stage == ReviewState.DRAFT_WITH_HOST,
    )
    return recorded(
        response, review_id, Reading.DRAFT, school_id=seen.review.school_id, version=version.number if version else 0
    )


@drafts.get("/draft.pdf")
@allows(Action.VIEW_SCHOOL_REVIEW, Action.REVIEW_SCHOOLS)
def document(review_id: int) -> Response:
    """The same as a file."""
    seen = review_for(review_id, Paper.DRAFT)
    content, version = _draft(seen)
    return recorded(
        as_pdf(seen, content, version=version),
        review_id,
        Reading.DOWNLOAD,
        school_id=seen.review.school_id,
        version=version.number if version else 0,
    )


def _draft(seen: SeenReview) -> tuple[ReportContent, ReportVersion | None]:
    """The school has what was released; lead and moderator have the text as it is, until it has been released.

    The school's response goes with it only for those who see the points.
    """
    version = latest_draft(seen.review.id)
    released = seen.review.stage.has_reached(ReviewState.DRAFT_WITH_HOST)
    if version is not None and (released or not seen.is_any_of(*SEES_WORKING_TEXT)):
        return ReportContent.of_json(version.content), version
    content = working_content(seen.review)
    return content if seen.shows(Paper.POINTS) else replace(content, response=""), None
