"""What the pages of one offer have in common, its provider's and the team's."""

from typing import Any

from flask import Response, abort

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.queries.history import changes_between, checks_of, versions_of
from inclusion_app.directory.offers.queries.shown import shown
from inclusion_app.directory.queries.offers import open_version, published_version
from inclusion_app.foundation import clock
from inclusion_app.foundation.pages import page


def version_to_show(offer: Offer) -> OfferVersion:
    """The change under way, or what is published: what one edits, and what a keeper's page shows."""
    version = open_version(offer.id) or published_version(offer)
    if version is None:
        abort(404)
    return version


def offer_page(template: str, offer: Offer, **context: Any) -> Response:
    """An offer with the text that is nearest to be shown, how it differs from the published one, and its history."""
    today, published = clock.today(), published_version(offer)
    opened = open_version(offer.id)
    version = opened or published
    if version is None:
        abort(404)
    return page(
        template,
        shown=shown(offer, version, today=today),
        opened=opened,
        published=published,
        changes=changes_between(published, opened, today=today) if published and opened else [],
        history=versions_of(offer.id),
        checks=checks_of(offer.id),
        **context,
    )
