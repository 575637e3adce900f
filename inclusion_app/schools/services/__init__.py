"""Everything that writes schools, groupings, terms and bank holidays."""

from inclusion_app.schools.services.calendar import load_terms
from inclusion_app.schools.services.groupings import place_schools_in_grouping, save_grouping
from inclusion_app.schools.services.imports import ImportOrder, ImportReport, import_register

__all__ = [
    "ImportOrder",
    "ImportReport",
    "import_register",
    "load_terms",
    "place_schools_in_grouping",
    "save_grouping",
]
