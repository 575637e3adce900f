"""Offers leave the directory, and come back."""

from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.notices import tell_of_archiving
from inclusion_app.directory.offers.services.locking import locked_offer
from inclusion_app.directory.queries.offers import open_version, published_version
from inclusion_app.directory.rules.states import OFFER_MOVES, VERSION_MOVES, state_of_offer
from inclusion_app.directory.states import VersionState
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken

NOTHING_TO_DISCARD = "There is no change of this offer that could be thrown away."


def archive_offer(actor: Acting, offer_id: int) -> Offer:
    """Take the offer out of the directory; a change that waits for approval waits no longer. Raises RuleBroken,
    LookupError."""
    with transaction():
        offer = _moved("archive_offer", offer_id)
        offer.state = OFFER_MOVES["archive_offer"].leads_to
        version, move = open_version(offer_id), VERSION_MOVES["withdraw_offer"]
        if version is not None and version.state in move.starts:
            version.state = move.leads_to
        shown = version or published_version(offer)
        event = audit.record(actor, "archive_offer", offer)
        tell_of_archiving(offer, shown.title if shown else offer.slug, act=event.id, but=actor.person_id)
    return offer


def restore_offer(actor: Acting, offer_id: int) -> Offer:
    """Bring an archived offer back, published as it was; one never published is a draft again. Its next check stays
    when it was, so that one which has grown old is hidden until somebody has checked it. Raises RuleBroken,
    LookupError."""
    with transaction():
        offer = _moved("restore_offer", offer_id)
        version = open_version(offer_id)
        offer.state = state_of_offer(offer.published_version_id, open_state=version.state if version else None)
        audit.record(actor, "restore_offer", offer)
    return offer


def discard_change(actor: Acting, offer_id: int) -> Offer:
    """Throw away the change of a published offer that has not been submitted. Raises RuleBroken when there is none, or
    nothing else is known of the offer; LookupError."""
    with transaction() as session:
        offer, version = locked_offer(offer_id), open_version(offer_id)
        if version is None or version.state == VersionState.SUBMITTED or offer.published_version_id is None:
            raise RuleBroken(None, NOTHING_TO_DISCARD)
        number = version.number
        session.delete(version)
        audit.record(actor, "discard_change", offer, detail={"number": number})
    return offer


def _moved(act: str, offer_id: int) -> Offer:
    offer, move = locked_offer(offer_id), OFFER_MOVES[act]
    if offer.state not in move.starts:
        raise RuleBroken(None, move.refusal)
    return offer
