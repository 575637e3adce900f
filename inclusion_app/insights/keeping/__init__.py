"""How summaries are made from facts: one module for each kind. What changes a fact need not know of it: triggers of the
database say which keys are concerned, and the transaction makes them anew (``foundation/summaries.py``)."""

from inclusion_app.foundation.summaries import keep
from inclusion_app.insights.keeping.actions import ACTIONS
from inclusion_app.insights.keeping.heirs import HEIRS
from inclusion_app.insights.keeping.reviews import REVIEWS
from inclusion_app.insights.keeping.runs import FILL, RUNS
from inclusion_app.insights.keeping.support import SUPPORT
from inclusion_app.insights.keeping.training import TRAINING

SUMMARIES = (HEIRS, RUNS, TRAINING, REVIEWS, ACTIONS, SUPPORT, FILL)
"""In the order in which they are made anew: terms are added up from runs."""


def keep_summaries() -> None:
    """Have all of them kept from now on."""
    keep(SUMMARIES)
