"""Anybody says that something in an offer is out of date; nobody has to sign in for it."""

from flask import Blueprint, Response, request

from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.access.refusal import NOT_YOURS
from inclusion_app.directory.asking.forms import HintForm
from inclusion_app.directory.asking.services.hints import tell_out_of_date
from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.queries.shown import shown_offer
from inclusion_app.directory.queries.offers import offer_by_slug
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

offer_hints = Blueprint("offer_hints", __name__, url_prefix="/directory/<slug>/out-of-date")


@offer_hints.get("")
def ask(slug: str) -> Response:
    """What is out of date?"""
    return _page(_offer(slug), HintForm(formdata=None))


@offer_hints.post("")
def send(slug: str) -> Response:
    """Tell the provider."""
    offer, form = _offer(slug), HintForm()

    def act() -> Done:
        place = request.remote_addr or "unknown"
        tell_out_of_date(current_actor(), offer.id, form.said(), from_place=place, now=clock.now())
        return Done(f"/directory/{offer.slug}", "Thank you. The provider is told, and asked to look at it.")

    return submit(form, act, lambda: _page(offer, form))


def _offer(slug: str) -> Offer:
    """One that everybody sees: what is archived is not put right."""
    offer = offer_by_slug(slug)
    if offer is None or offer.state != OfferState.PUBLISHED:
        enforce(NOT_YOURS)
    assert offer is not None  # noqa: S101  # refused above
    return offer


def _page(offer: Offer, form: HintForm) -> Response:
    return page("directory/asking/hint.html", shown=shown_offer(offer, today=clock.today()), form=form)
