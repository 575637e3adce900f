"""The cycle, framework or school in an address, or the refusal that it answers with."""

from flask import abort

from inclusion_app.reviews.cycles.frameworks.queries import whole_framework
from inclusion_app.reviews.cycles.rounds.queries import cycle_by_id
from inclusion_app.reviews.models import Framework, ReviewCycle


def cycle_at(cycle_id: int) -> ReviewCycle:
    """The cycle with framework, agreement and officers, or 404."""
    cycle = cycle_by_id(cycle_id)
    if cycle is None:
        abort(404)
    return cycle


def framework_at(framework_id: int) -> Framework:
    """The framework, whole, or 404."""
    framework = whole_framework(framework_id)
    if framework is None:
        abort(404)
    return framework
