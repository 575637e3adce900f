"""Figures read from the summaries, in a fixed number of statements whatever the number of schools and bookings.

Pages take everything from here; ``today`` is the day on the London wall clock.
"""

from inclusion_app.insights.queries.interface import (
    all_measures,
    by_group,
    figure,
    measure_by_code,
    schools_behind,
    strands,
    trend,
)
from inclusion_app.insights.queries.overview import funnel, heat, not_yet_reached
from inclusion_app.insights.queries.scope import eligible
from inclusion_app.insights.queries.values import (
    NO_GROUP,
    Funnel,
    Group,
    Heat,
    HeatRow,
    NotReached,
    Period,
    SchoolRow,
    Step,
    Which,
)

__all__ = [
    "NO_GROUP",
    "Funnel",
    "Group",
    "Heat",
    "HeatRow",
    "NotReached",
    "Period",
    "SchoolRow",
    "Step",
    "Which",
    "all_measures",
    "by_group",
    "eligible",
    "figure",
    "funnel",
    "heat",
    "measure_by_code",
    "not_yet_reached",
    "schools_behind",
    "strands",
    "trend",
]
