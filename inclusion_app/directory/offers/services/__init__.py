"""What is done with offers."""

from inclusion_app.directory.offers.services.checking import confirm_still_true
from inclusion_app.directory.offers.services.deciding import approve_offer, return_offer
from inclusion_app.directory.offers.services.keeping import archive_offer, discard_change, restore_offer
from inclusion_app.directory.offers.services.submitting import submit_offer, withdraw_offer
from inclusion_app.directory.offers.services.writing import create_offer, save_offer

__all__ = [
    "approve_offer",
    "archive_offer",
    "confirm_still_true",
    "create_offer",
    "discard_change",
    "restore_offer",
    "return_offer",
    "save_offer",
    "submit_offer",
    "withdraw_offer",
]
