"""One page that asks a provider whether an offer is still true."""

from flask import Blueprint, Response, abort, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers import services
from inclusion_app.directory.offers.forms import StillTrueForm
from inclusion_app.directory.offers.services.checking import facts_of
from inclusion_app.directory.queries.offers import versions_in_use
from inclusion_app.directory.routes import own_offer_for
from inclusion_app.directory.states import OfferState, VersionState
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

still_true = Blueprint("still_true", __name__, url_prefix="/provider/offers/<int:offer_id>/still-true")


@still_true.get("")
@allows(Action.KEEP_OWN_OFFERS)
def ask(offer_id: int) -> Response:
    """The three facts most likely to change, as they stand, and one button."""
    offer = own_offer_for(offer_id)
    form, published = _form_of(offer)
    return _page(offer, form, published=published)


@still_true.post("")
@allows(Action.KEEP_OWN_OFFERS)
def confirm(offer_id: int) -> Response:
    """It is still true, but for what was put right."""
    (form, published), actor = _form_of(own_offer_for(offer_id)), current_actor()

    def act() -> Done:
        offer, changed = services.confirm_still_true(actor, offer_id, form.facts, now=clock.now())
        said = "Thank you: the offer counts as checked today."
        if changed:
            said += " What you have put right waits for the inclusion team."
        return Done(url_for("provider_offers.show", offer_id=offer.id), said)

    return submit(form, act, lambda: _page(own_offer_for(offer_id), form, published=published))


def _page(offer: Offer, form: StillTrueForm, *, published: OfferVersion) -> Response:
    return page("directory/offers/still_true.html", offer=offer, published=published, form=form)


def _form_of(offer: Offer) -> tuple[StillTrueForm, OfferVersion]:
    """The facts of what waits for approval, or else of what is published, and that; 404 for what has never been."""
    published, opened = versions_in_use(offer)
    if published is None or offer.state != OfferState.PUBLISHED:
        abort(404)
    waits = opened is not None and opened.state == VersionState.SUBMITTED
    form = StillTrueForm.to_show(facts_of(opened if opened is not None and waits else published))
    return form, published
