"""Pages of planning."""

from inclusion_app.training.planning.routes.copies import run_copies
from inclusion_app.training.planning.routes.patterns import run_patterns
from inclusion_app.training.planning.routes.runs import run_list

BLUEPRINTS = (run_list, run_copies, run_patterns)
