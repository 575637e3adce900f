"""Pages of offers."""

from inclusion_app.directory.offers.routes.public import directory

BLUEPRINTS = (directory,)

__all__ = ["BLUEPRINTS"]
