"""How a report or draft reaches a reader: as a page or a file, marked with who reads it when, and on the trail."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, current_app, request

from inclusion_app.access.guard import current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.files import download
from inclusion_app.foundation.formats import when
from inclusion_app.reviews.models import ReportVersion, Review
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.document import Printed, report_pdf
from inclusion_app.reviews.reporting.rules.content import ReportContent
from inclusion_app.reviews.reporting.rules.readings import Reading
from inclusion_app.reviews.reporting.services.reading import record_reading
from inclusion_app.reviews.rules.visibility import Paper

PDF = "application/pdf"


@dataclass(frozen=True)
class Reader:
    """Who reads, and when; it stands on every copy."""

    name: str
    at: datetime

    @property
    def mark(self) -> str:
        """Read by Anna Jones on Monday 5 October 2026, 9:30am."""
        return f"Read by {self.name} on {when(self.at)}"


def reader() -> Reader:
    """Whoever sent this request, at this moment."""
    return Reader(current_actor().name, clock.now())


def recorded(response: Response, review_id: int, reading: Reading, *, school_id: int, version: int) -> Response:
    """The answer, once it is on the trail who got it. Nothing is read by HEAD."""
    if request.method == "GET":
        what = "PDF" if response.mimetype == PDF else ("page" if response.mimetype == "text/html" else "ZIP")
        record_reading(current_actor(), review_id, reading, school_id=school_id, version=version, what=what)
    return response


def as_pdf(seen: SeenReview, content: ReportContent, *, version: ReportVersion | None) -> Response:
    """The document, with the reader's name and time on every page; ratings only for those who see them."""
    file = report_pdf(printed(seen, content, version=version))
    return download(file, file_name(seen.review, version), PDF)


def printed(seen: SeenReview, content: ReportContent, *, version: ReportVersion | None) -> Printed:
    """What the document is made of."""
    return Printed(
        content=content,
        service=current_app.config["SERVICE_NAME"],
        status=status_of(version),
        digest=version.digest if version else "",
        mark=reader().mark,
        with_ratings=seen.shows(Paper.RATINGS),
    )


def status_of(version: ReportVersion | None) -> str:
    """Draft 1, Final report, Replaced report; the working text has no number."""
    if version is None:
        return "Working text, not released"
    if version.kind == "draft":
        return f"Draft, version {version.number}: not final"
    return f"Version {version.number}, replaced by a later one" if version.replaced_at else f"Version {version.number}"


def file_name(review: Review, version: ReportVersion | None) -> str:
    """Says nothing but which review and version it is."""
    kind = version.kind if version else "working"
    return f"review-{review.id}-{kind}-{version.number if version else 0}.pdf"
