"""Pages of the catalogue."""

from inclusion_app.training.catalogue.routes.public import catalogue
from inclusion_app.training.catalogue.routes.team_courses import team_courses
from inclusion_app.training.catalogue.routes.team_runs import team_runs

__all__ = ["catalogue", "team_courses", "team_runs"]
