"""Pages and answers of open data."""

from inclusion_app.directory.open_data.routes.api import open_data
from inclusion_app.directory.open_data.routes.files import open_files

BLUEPRINTS = (open_data, open_files)

__all__ = ["BLUEPRINTS"]
