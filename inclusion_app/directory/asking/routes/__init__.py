"""Pages of shortlists, enquiries, uses and hints."""

from inclusion_app.directory.asking.routes.areas import offer_areas
from inclusion_app.directory.asking.routes.enquiries import enquiries
from inclusion_app.directory.asking.routes.hints import offer_hints
from inclusion_app.directory.asking.routes.provider import provider_enquiries
from inclusion_app.directory.asking.routes.provider_words import provider_words
from inclusion_app.directory.asking.routes.shortlists import shortlists
from inclusion_app.directory.asking.routes.team import team_enquiries
from inclusion_app.directory.asking.routes.uses import offer_uses

BLUEPRINTS = (
    shortlists,
    enquiries,
    offer_uses,
    offer_hints,
    offer_areas,
    provider_enquiries,
    provider_words,
    team_enquiries,
)

__all__ = ["BLUEPRINTS"]
