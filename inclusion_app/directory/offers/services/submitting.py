"""Submitting a version for approval, and taking it back."""

from datetime import datetime

from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.notices import tell_of_submission
from inclusion_app.directory.offers.services.locking import locked_offer, move_offer, open_version_to
from inclusion_app.directory.queries.offers import choices_of_version
from inclusion_app.directory.rules.content import submit_problems
from inclusion_app.directory.rules.states import VERSION_MOVES
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken


def submit_offer(actor: Acting, offer_id: int, *, now: datetime) -> Offer:
    """Ask the team to approve what is written. Raises RuleBroken when something is still lacking, LookupError."""
    with transaction():
        offer = locked_offer(offer_id)
        version = open_version_to("submit_offer", offer)
        if problems := submit_problems(choices_of_version(version)):
            raise RuleBroken.several([(None, sentence) for _, sentence in problems])
        version.state, version.submitted_at = VERSION_MOVES["submit_offer"].leads_to, now
        move_offer("submit_offer", offer)
        event = audit.record(actor, "submit_offer", offer, detail={"number": version.number})
        tell_of_submission(offer, version, act=event.id)
    return offer


def withdraw_offer(actor: Acting, offer_id: int) -> Offer:
    """Take back what waits for approval, to go on writing. Raises RuleBroken when nothing waits, LookupError."""
    with transaction():
        offer = locked_offer(offer_id)
        version = open_version_to("withdraw_offer", offer)
        version.state = VERSION_MOVES["withdraw_offer"].leads_to
        move_offer("withdraw_offer", offer)
        audit.record(actor, "withdraw_offer", offer, detail={"number": version.number})
    return offer
