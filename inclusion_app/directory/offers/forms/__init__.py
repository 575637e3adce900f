"""Forms of offers."""

from inclusion_app.directory.offers.forms.deciding import DecideForm, StillTrueForm
from inclusion_app.directory.offers.forms.offer import OfferForm

__all__ = ["DecideForm", "OfferForm", "StillTrueForm"]
