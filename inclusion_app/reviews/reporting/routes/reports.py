"""The final report: page, document, versions, reopening, and the school's own copy of everything."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.access.refusal import not_your_job
from inclusion_app.foundation import clock
from inclusion_app.foundation.files import download
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import ReportVersion
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.forms import ReasonForm
from inclusion_app.reviews.reporting.queries.readers import readings_of
from inclusion_app.reviews.reporting.queries.versions import DRAFT, standing_report, version_numbered, versions_of
from inclusion_app.reviews.reporting.routes.bundle import bundle_of
from inclusion_app.reviews.reporting.routes.showing import as_pdf, printed, reader, recorded, status_of
from inclusion_app.reviews.reporting.rules.content import ReportContent
from inclusion_app.reviews.reporting.rules.readings import Reading
from inclusion_app.reviews.reporting.services.finishing import reopen_report
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_as, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import ReviewState

reports = Blueprint("reports", __name__, url_prefix="/reviews/<int:review_id>/report")
NO_REPORT = "There is no final report yet."


@reports.get("")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """The report, for everybody who may read it."""
    seen, version = _final(review_id)
    return _read(seen, version, Reading.REPORT)


@reports.get("/report.pdf")
@allows(*ANY_SIDE)
def document(review_id: int) -> Response:
    """The same as a file, marked with the reader's name."""
    seen, version = _final(review_id)
    content = ReportContent.of_json(version.content)
    return recorded(
        as_pdf(seen, content, version=version),
        review_id,
        Reading.DOWNLOAD,
        school_id=seen.review.school_id,
        version=version.number,
    )


@reports.get("/versions/<int:number>")
@allows(*ANY_SIDE)
def version(review_id: int, number: int) -> Response:
    """An earlier version, for those who see papers of its kind."""
    kept = version_numbered(review_id, number)
    is_draft = kept is None or kept.kind == DRAFT
    seen = review_for(review_id, Paper.DRAFT if is_draft else Paper.REPORT)
    if kept is None:
        abort(404)
    return _read(seen, kept, Reading.DRAFT if is_draft else Reading.REPORT)


@reports.get("/everything.zip")
@allows(Action.LEAD_SCHOOL_REVIEW)
def everything(review_id: int) -> Response:
    """Everything of the review that is the school's, for the head to keep."""
    seen = review_as(review_id, Standing.HEAD)
    kept = standing_report(seen.review)
    document = printed(seen, ReportContent.of_json(kept.content), version=kept) if kept else None
    body = bundle_of(seen, document, mark=reader().mark)
    response = download(body, f"review-{review_id}-everything.zip", "application/zip")
    return recorded(
        response,
        review_id,
        Reading.DOWNLOAD,
        school_id=seen.review.school_id,
        version=kept.number if kept else 0,
    )


@reports.get("/readers")
@allows(Action.LEAD_SCHOOL_REVIEW)
def readers(review_id: int) -> Response:
    """Who has read draft and report, and when: the record that the agreement promises the school."""
    seen = review_as(review_id, Standing.HEAD)
    found = readings_of(seen.review, number=request.args.get("page", 1, int))
    return page("reviews/reporting/readers.html", seen=seen, review=seen.review, found=found)


@reports.get("/reopen")
@allows(Action.REVIEW_SCHOOLS, Action.RUN_REVIEWS)
def ask_reopen(review_id: int) -> Response:
    """What it means to open a final report again."""
    return _reopen_page(_may_reopen(review_id), ReasonForm(formdata=None))


@reports.post("/reopen")
@allows(Action.REVIEW_SCHOOLS, Action.RUN_REVIEWS)
def reopen(review_id: int) -> Response:
    """A new version is needed."""
    seen, form, actor = review_as(review_id, Standing.LEAD, Standing.OFFICE), ReasonForm(), current_actor()

    def act() -> Done:
        reopen_report(
            actor,
            review_id,
            reason=form.reason.data or "",
            standings=seen.standings,
            version=form.edited_version,
            now=clock.now(),
        )
        return Done(f"/reviews/{review_id}", "The report is open again. Its readers have been told.")

    return submit(form, act, lambda: _reopen_page(review_as(review_id, Standing.LEAD, Standing.OFFICE), form))


def _final(review_id: int) -> tuple[SeenReview, ReportVersion]:
    seen = review_for(review_id, Paper.REPORT)
    kept = standing_report(seen.review)
    if kept is None:
        abort(404)
    return seen, kept


def _read(seen: SeenReview, kept: ReportVersion, reading: Reading) -> Response:
    review_id, school_id, number = seen.review.id, seen.review.school_id, kept.number
    is_host = seen.is_any_of(Standing.HEAD, Standing.COORDINATOR, Standing.LEAD)
    response = page(
        "reviews/reporting/report.html",
        seen=seen,
        review=seen.review,
        content=ReportContent.of_json(kept.content),
        version=kept,
        versions=versions_of(review_id) if is_host else [],
        said_status=status_of(kept),
        status_of=status_of,
        reader=reader(),
        with_ratings=seen.shows(Paper.RATINGS),
        is_draft=kept.kind == DRAFT,
        is_head=seen.is_any_of(Standing.HEAD),
        may_reopen=seen.is_any_of(Standing.LEAD, Standing.OFFICE) and seen.review.stage == ReviewState.FINAL,
    )
    return recorded(response, review_id, reading, school_id=school_id, version=number)


def _may_reopen(review_id: int) -> SeenReview:
    seen = review_as(review_id, Standing.LEAD, Standing.OFFICE)
    is_final = seen.review.stage == ReviewState.FINAL
    enforce(None if is_final else not_your_job(NO_REPORT))
    return seen


def _reopen_page(seen: SeenReview, form: ReasonForm) -> Response:
    if not form.version.data:
        form.version.data = str(seen.review.version)
    return page("reviews/reporting/reopen.html", seen=seen, review=seen.review, form=form)
