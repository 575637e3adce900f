"""The offer in the address, for every room of the directory."""

from flask import abort

from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.directory.models import Offer
from inclusion_app.directory.policy import may_keep_offer, may_see_offer
from inclusion_app.directory.queries.offers import offer_by_id, offer_by_slug


def offer_for(slug: str) -> Offer:
    """The offer with that address, now or once, as the person may see it; or the refusal the address answers with.

    The offer comes with its provider and who checked it; where its ``slug`` is another one, go there.
    """
    offer = offer_by_slug(slug)
    if offer is None:
        abort(404)
    enforce(may_see_offer(current_actor(), offer))
    return offer


def own_offer_for(offer_id: int) -> Offer:
    """The offer, for members of its provider; to everybody else it is not there."""
    offer = offer_by_id(offer_id)
    if offer is None:
        abort(404)
    enforce(may_keep_offer(current_actor(), offer))
    return offer


def any_offer_for(offer_id: int) -> Offer:
    """The offer, for routes that only the team reaches."""
    offer = offer_by_id(offer_id)
    if offer is None:
        abort(404)
    return offer
