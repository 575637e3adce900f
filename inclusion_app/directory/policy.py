"""Who sees an offer before it is, or after it was, for everybody, and who may do what with it."""

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import NOT_YOURS, Refusal
from inclusion_app.directory.models import Offer
from inclusion_app.directory.states import OfferState


def may_see_offer(actor: Actor, offer: Offer) -> Refusal | None:
    """Everybody sees what is published, in the lists or not; its provider and the team see what has been archived.

    An offer that has left the lists keeps its page, which says so: plans and letters link to it. What has never been
    published has no page here.
    """
    if offer.published_version_id is None:
        return NOT_YOURS
    if offer.state == OfferState.PUBLISHED or actor.can(Action.VIEW_OFFERS):
        return None
    return may_keep_offer(actor, offer)


def may_keep_offer(actor: Actor, offer: Offer) -> Refusal | None:
    """Members of its provider keep an offer; to everybody else it does not exist there."""
    return None if actor.can(Action.KEEP_OWN_OFFERS, provider_id=offer.provider_id) else NOT_YOURS
