"""What the pages of one offer have in common, its provider's and the team's."""

from flask import Response, abort

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.queries.history import changes_between, checks_of, versions_of
from inclusion_app.directory.offers.queries.shown import shown
from inclusion_app.directory.queries.offers import versions_in_use
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.pages import page


def version_to_show(offer: Offer) -> OfferVersion:
    """The change under way, or what is published: what one edits, and what a keeper's page shows."""
    published, opened = versions_in_use(offer)
    version = opened or published
    if version is None:
        abort(404)
    return version


def offer_page(template: str, offer: Offer, *, form: Form) -> Response:
    """An offer with the text that is nearest to be shown, how it differs from the published one, and its history.

    The form's buttons speak of the text that stands there now.
    """
    today, (published, opened) = clock.today(), versions_in_use(offer)
    version = opened or published
    if version is None:
        abort(404)
    found = shown(offer, version, today=today)
    form.version.data = str(opened.edition) if opened else ""
    return page(
        template,
        shown=found,
        opened=opened,
        published=published,
        changes=changes_between(published, opened, names=found.labels) if published and opened else [],
        history=versions_of(offer.id),
        checks=checks_of(offer.id),
        form=form,
    )
