"""The tables of the directory."""

from inclusion_app.directory.models.offers import Offer, OfferCheck, OfferSlug
from inclusion_app.directory.models.search import EmptySearch, OfferSearch, SavedSearch
from inclusion_app.directory.models.sources import OfferImport, OfferSource
from inclusion_app.directory.models.versions import (
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    OfferVersionLink,
    OfferVersionPlace,
)

__all__ = [
    "EmptySearch",
    "Offer",
    "OfferCheck",
    "OfferImport",
    "OfferSearch",
    "OfferSlug",
    "OfferSource",
    "OfferVersion",
    "OfferVersionConcept",
    "OfferVersionDistrict",
    "OfferVersionLink",
    "OfferVersionPlace",
    "SavedSearch",
]
