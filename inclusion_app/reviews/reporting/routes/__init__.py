"""The pages of reports."""

from inclusion_app.reviews.reporting.routes.drafts import drafts
from inclusion_app.reviews.reporting.routes.moderation import moderation
from inclusion_app.reviews.reporting.routes.patterns import review_patterns
from inclusion_app.reviews.reporting.routes.points import factual_points
from inclusion_app.reviews.reporting.routes.reports import reports
from inclusion_app.reviews.reporting.routes.writing import report_writing

BLUEPRINTS = (report_writing, moderation, drafts, factual_points, reports, review_patterns)

__all__ = ["BLUEPRINTS"]
