"""What a cycle's evaluations say together, for the programme office."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows
from inclusion_app.foundation.database import db
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.queries.evaluations import results_of_cycle
from inclusion_app.improvement.rules.evaluations import FEWEST_SHOWN, shows_text
from inclusion_app.improvement.states import Item
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import Preset

evaluation_results = Blueprint("evaluation_results", __name__, url_prefix="/team/cycles/<int:cycle_id>/evaluations")


@evaluation_results.get("")
@allows(Action.RUN_REVIEWS)
def show(cycle_id: int) -> Response:
    """Counts and means of schools and of reviewers; small numbers hidden, and nobody named."""
    cycle = db.session.get(ReviewCycle, cycle_id)
    if cycle is None:
        abort(404)
    preset = Preset(cycle.preset)
    return page(
        "improvement/evaluation_results.html",
        cycle=cycle,
        results=results_of_cycle(cycle_id, preset),
        items=Item,
        fewest=FEWEST_SHOWN,
        shows_text=shows_text(preset),
    )
