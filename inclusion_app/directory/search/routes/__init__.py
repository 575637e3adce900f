"""Pages of the search of the directory."""

from inclusion_app.directory.search.routes.results import directory_search
from inclusion_app.directory.search.routes.saved import saved_searches
from inclusion_app.directory.search.routes.team import team_searches

BLUEPRINTS = (directory_search, saved_searches, team_searches)

__all__ = ["BLUEPRINTS"]
