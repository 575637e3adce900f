"""The team writes on any offer, and adds offers for providers; what it writes waits for approval as well."""

from flask import Blueprint, Response, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers import services
from inclusion_app.directory.offers.forms import OfferForm
from inclusion_app.directory.offers.queries.people import providers_to_choose
from inclusion_app.directory.offers.routes.one_offer import version_to_show
from inclusion_app.directory.queries.offers import choices_of_version
from inclusion_app.directory.routes import any_offer_for
from inclusion_app.directory.rules.states import TEAM
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page

team_writing = Blueprint("team_writing", __name__, url_prefix="/team/offers")
NEW = "any-offer-new"


@team_writing.get("/new")
@allows(Action.EDIT_OFFERS)
def new() -> Response:
    """An empty form."""
    form = _new_form()
    drafts.restore(form, NEW)
    return _form_page(form, None)


@team_writing.post("/new")
@allows(Action.EDIT_OFFERS)
def create() -> Response:
    """Make the offer; it waits for approval."""
    form, actor = _new_form(), current_actor()

    def act() -> Done:
        if not form.provider_id:
            raise RuleBroken("provider", "Choose a provider")
        try:
            offer = services.create_offer(actor, form.choices, provider_id=form.provider_id, by=TEAM, now=clock.now())
        except LookupError as unknown:
            raise RuleBroken("provider", "Choose a provider from the list") from unknown
        return Done(_address(offer.id), "The offer is saved. Read it as others will, then approve it.")

    return submit(form, act, lambda: _form_page(form, None), draft=NEW)


@team_writing.get("/<int:offer_id>/edit")
@allows(Action.EDIT_OFFERS)
def edit(offer_id: int) -> Response:
    """The form, with the change under way or what is published."""
    offer = any_offer_for(offer_id)
    version = version_to_show(offer)
    form = _form_of(version)
    form.version.data = str(version.edition)
    drafts.restore(form, _draft(offer_id))
    return _form_page(form, offer)


@team_writing.post("/<int:offer_id>/edit")
@allows(Action.EDIT_OFFERS)
def save(offer_id: int) -> Response:
    """Keep what was changed; it waits for approval."""
    form, actor = _form_of(version_to_show(any_offer_for(offer_id))), current_actor()

    def act() -> Done:
        services.save_offer(actor, offer_id, form.choices, edition=form.edited_version, by=TEAM, now=clock.now())
        return Done(_address(offer_id), "The change is saved. Compare it with what is published, then approve it.")

    return submit(form, act, lambda: _form_page(form, any_offer_for(offer_id)), draft=_draft(offer_id))


def _new_form() -> OfferForm:
    return OfferForm.to_show(today=clock.today(), providers=providers_to_choose())


def _form_of(version: OfferVersion) -> OfferForm:
    return OfferForm.to_show(today=clock.today(), of=choices_of_version(version))


def _form_page(form: OfferForm, offer: Offer | None) -> Response:
    back = _address(offer.id) if offer else url_for("team_offers.listed")
    mine = form.mine(clock.today())
    return page("directory/offers/form.html", form=form, offer=offer, back_to=back, mine=mine, by=TEAM)


def _address(offer_id: int) -> str:
    return url_for("team_offers.show", offer_id=offer_id)


def _draft(offer_id: int) -> str:
    return f"any-offer-{offer_id}"
