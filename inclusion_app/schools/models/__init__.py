"""Tables of the schools feature."""

from inclusion_app.schools.models.calendar import BankHoliday, Term
from inclusion_app.schools.models.groupings import Grouping, SchoolGrouping
from inclusion_app.schools.models.imports import RegisterImport
from inclusion_app.schools.models.schools import School, SchoolLink

__all__ = ["BankHoliday", "Grouping", "RegisterImport", "School", "SchoolGrouping", "SchoolLink", "Term"]
