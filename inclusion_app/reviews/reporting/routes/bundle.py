"""Everything of a review that is the school's, in one file that opens on any computer: text leaves with the school."""

import io
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import render_template

from inclusion_app.reviews.models import Review
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.reporting.document import Printed, report_pdf
from inclusion_app.reviews.reporting.queries.points import points_of_every_draft, response_of
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries import contents_of, form_of, questions_for, snapshot_of

STYLE = """body { max-width: 45em; margin: 2em auto; padding: 0 1em }
body { font-family: system-ui, sans-serif; line-height: 1.5 }
h1, h2 { color: #123c3a } .mark { color: #44514e } .as-typed { white-space: pre-line }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: 4px 8px; border-bottom: 1px solid #b8c9c4 }
"""


def bundle_of(seen: SeenReview, report: Printed | None, *, mark: str) -> bytes:
    """The ZIP: self-review, report (page and PDF), factual points and response, each with the reader's mark."""
    kept, review = io.BytesIO(), seen.review
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("style.css", STYLE)
        archive.writestr("self-review.html", _page("Self-review", mark, self_review=_self_review(review)))
        if seen.shows(Paper.POINTS):
            archive.writestr("points-and-response.html", _points_page(review, mark))
        if report is not None:
            shown = {"content": report.content, "with_ratings": report.with_ratings}
            archive.writestr("report.html", _page("Report", mark, **shown))
            archive.writestr("report.pdf", report_pdf(report))
    return kept.getvalue()


def _points_page(review: Review, mark: str) -> str:
    points, response = points_of_every_draft(review.id), response_of(review.id)
    return _page("Factual points and response", mark, points=points, response=response.text if response else "")


def _self_review(review: Review) -> Mapping[str, Any]:
    """As it was submitted; as it is, where it has not been."""
    form = form_of(review.id, FormKind.SELF_REVIEW)
    if form is not None and form.snapshot and "areas" in form.snapshot:
        return form.snapshot
    return snapshot_of(review, questions_for(review), contents_of(form), FormKind.SELF_REVIEW)


def _page(title: str, mark: str, **shown: object) -> str:
    return render_template("reviews/reporting/_everything.html", title=title, mark=mark, **shown)
