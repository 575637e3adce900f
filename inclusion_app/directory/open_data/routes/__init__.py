"""Pages and answers of open data."""

from inclusion_app.directory.open_data.routes.api import open_data
from inclusion_app.directory.open_data.routes.files import open_files
from inclusion_app.directory.open_data.routes.importing import offer_import

BLUEPRINTS = (open_data, open_files, offer_import)

__all__ = ["BLUEPRINTS"]
