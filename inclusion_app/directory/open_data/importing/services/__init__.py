"""Everything that takes offers over."""

from inclusion_app.directory.open_data.importing.services.taking import Fate, OfferFile, import_offers, plan_of

__all__ = ["Fate", "OfferFile", "import_offers", "plan_of"]
