"""Forms of the catalogue."""

from inclusion_app.training.catalogue.forms.course import CourseForm
from inclusion_app.training.catalogue.forms.run import CancelRunForm, RunForm
from inclusion_app.training.catalogue.forms.search import Asked, asked

__all__ = ["Asked", "CancelRunForm", "CourseForm", "RunForm", "asked"]
