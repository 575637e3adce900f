"""Pages of planning."""

from inclusion_app.training.planning.routes.copies import run_copies
from inclusion_app.training.planning.routes.patterns import run_patterns

BLUEPRINTS = (run_copies, run_patterns)
