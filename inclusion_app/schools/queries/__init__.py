"""What other rooms ask of schools."""

from inclusion_app.schools.queries.calendar import school_calendar, terms_of, working_calendar
from inclusion_app.schools.queries.lineage import earlier_schools, lineage, successors
from inclusion_app.schools.queries.schools import (
    nearest_schools,
    open_schools,
    school_by_urn,
    schools_by_ids,
    schools_by_urns,
)

__all__ = [
    "earlier_schools",
    "lineage",
    "nearest_schools",
    "open_schools",
    "school_by_urn",
    "school_calendar",
    "schools_by_ids",
    "schools_by_urns",
    "successors",
    "terms_of",
    "working_calendar",
]
