"""What the final reports of a cycle have in common, for the team."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.reporting.queries.patterns import patterns_of_cycle
from inclusion_app.reviews.reporting.rules.patterns import FEWEST_SCHOOLS
from inclusion_app.reviews.reporting.rules.themes import theme_label

review_patterns = Blueprint("review_patterns", __name__, url_prefix="/team/cycles")


@review_patterns.get("/<int:cycle_id>/patterns")
@allows(Action.VIEW_REVIEWS)
def show(cycle_id: int) -> Response:
    """Themes and areas over five schools and more; no text."""
    patterns = patterns_of_cycle(cycle_id) or abort(404)
    return page("reviews/reporting/patterns.html", patterns=patterns, theme_label=theme_label, fewest=FEWEST_SCHOOLS)
