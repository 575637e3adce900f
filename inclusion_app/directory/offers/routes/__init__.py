"""Pages of offers."""

from inclusion_app.directory.offers.routes.provider import provider_offers
from inclusion_app.directory.offers.routes.public import directory
from inclusion_app.directory.offers.routes.still_true import still_true
from inclusion_app.directory.offers.routes.team import team_offers
from inclusion_app.directory.offers.routes.team_writing import team_writing

BLUEPRINTS = (directory, provider_offers, still_true, team_offers, team_writing)

__all__ = ["BLUEPRINTS"]
