"""A provider's own offers: written, submitted, taken back, and said to be still true."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers import services
from inclusion_app.directory.offers.forms import OfferForm
from inclusion_app.directory.offers.queries.lists import offers_of_providers
from inclusion_app.directory.offers.queries.people import providers_to_choose
from inclusion_app.directory.offers.routes.one_offer import offer_page, version_to_show
from inclusion_app.directory.queries.offers import choices_of_version
from inclusion_app.directory.routes import own_offer_for
from inclusion_app.directory.rules.states import PROVIDER
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page

provider_offers = Blueprint("provider_offers", __name__, url_prefix="/provider/offers")
NEW = "own-offer-new"


@provider_offers.get("")
@allows(Action.KEEP_OWN_OFFERS)
def listed() -> Response:
    """Every offer of the person's providers, what needs doing first."""
    offers = offers_of_providers(current_actor().providers_with(Action.KEEP_OWN_OFFERS), today=clock.today())
    return page("directory/offers/provider_list.html", offers=offers)


@provider_offers.get("/new")
@allows(Action.KEEP_OWN_OFFERS)
def new() -> Response:
    """An empty form."""
    form = _new_form()
    drafts.restore(form, NEW)
    return _form_page(form, None)


@provider_offers.post("/new")
@allows(Action.KEEP_OWN_OFFERS)
def create() -> Response:
    """Keep what was written as a draft."""
    form, actor = _new_form(), current_actor()
    own = actor.providers_with(Action.KEEP_OWN_OFFERS)
    provider_id = next(iter(own)) if len(own) == 1 else form.provider_id
    if provider_id not in own:
        abort(404)

    def act() -> Done:
        offer = services.create_offer(actor, form.choices, provider_id=provider_id, by=PROVIDER, now=clock.now())
        return Done(_address(offer.id), "Your offer is kept as a draft. Submit it when it is ready.")

    return submit(form, act, lambda: _form_page(form, None), draft=NEW)


@provider_offers.get("/<int:offer_id>")
@allows(Action.KEEP_OWN_OFFERS)
def show(offer_id: int) -> Response:
    """What is said of an offer, what waits, and what has been said before."""
    return _show(own_offer_for(offer_id), Form())


@provider_offers.get("/<int:offer_id>/edit")
@allows(Action.KEEP_OWN_OFFERS)
def edit(offer_id: int) -> Response:
    """The form, with the change under way or what is published."""
    offer = own_offer_for(offer_id)
    version = version_to_show(offer)
    form = _form_of(version)
    form.version.data = str(version.edition)
    drafts.restore(form, _draft(offer_id))
    return _form_page(form, offer)


@provider_offers.post("/<int:offer_id>/edit")
@allows(Action.KEEP_OWN_OFFERS)
def save(offer_id: int) -> Response:
    """Keep what was changed; nobody else sees it before it has been approved."""
    offer = own_offer_for(offer_id)
    form, actor = _form_of(version_to_show(offer)), current_actor()

    def act() -> Done:
        services.save_offer(actor, offer_id, form.choices, edition=form.edited_version, by=PROVIDER, now=clock.now())
        return Done(_address(offer_id), "Your changes are saved. Nobody else sees them before they are approved.")

    return submit(form, act, lambda: _form_page(form, own_offer_for(offer_id)), draft=_draft(offer_id))


@provider_offers.post("/<int:offer_id>/submit")
@allows(Action.KEEP_OWN_OFFERS)
def send(offer_id: int) -> Response:
    """Ask the team to approve it."""

    def act() -> Done:
        services.submit_offer(current_actor(), offer_id, now=clock.now())
        return Done(_address(offer_id), "It waits for the inclusion team. You hear when it is approved or returned.")

    return _act_on(offer_id, act)


@provider_offers.post("/<int:offer_id>/withdraw")
@allows(Action.KEEP_OWN_OFFERS)
def withdraw(offer_id: int) -> Response:
    """Take it back, to go on writing."""

    def act() -> Done:
        services.withdraw_offer(current_actor(), offer_id)
        return Done(_address(offer_id), "You have taken it back. Submit it again when it is ready.")

    return _act_on(offer_id, act)


@provider_offers.get("/<int:offer_id>/discard")
@allows(Action.KEEP_OWN_OFFERS)
def ask_discard(offer_id: int) -> Response:
    """What throwing a change away means, before it is done."""
    return page("directory/offers/discard.html", offer=own_offer_for(offer_id), form=Form())


@provider_offers.post("/<int:offer_id>/discard")
@allows(Action.KEEP_OWN_OFFERS)
def discard(offer_id: int) -> Response:
    """Throw away the change under way."""

    def act() -> Done:
        services.discard_change(current_actor(), offer_id)
        return Done(_address(offer_id), "The change is thrown away. What is in the directory stays.")

    return _act_on(offer_id, act)


@provider_offers.get("/<int:offer_id>/archive")
@allows(Action.KEEP_OWN_OFFERS)
def ask_archive(offer_id: int) -> Response:
    """What archiving means, before it is done."""
    return page("directory/offers/archive.html", offer=own_offer_for(offer_id), form=Form(), address=_address(offer_id))


@provider_offers.post("/<int:offer_id>/archive")
@allows(Action.KEEP_OWN_OFFERS)
def archive(offer_id: int) -> Response:
    """Take it out of the directory."""

    def act() -> Done:
        services.archive_offer(current_actor(), offer_id)
        return Done(_address(offer_id), "The offer is archived. The inclusion team can bring it back.")

    return _act_on(offer_id, act)


def _act_on(offer_id: int, act: Callable[[], Done]) -> Response:
    """One button on the page of an own offer."""
    own_offer_for(offer_id)
    form = Form()
    return submit(form, act, lambda: _show(own_offer_for(offer_id), form))


def _show(offer: Offer, form: Form) -> Response:
    return offer_page("directory/offers/provider_offer.html", offer, form=form)


def _new_form() -> OfferForm:
    own = current_actor().providers_with(Action.KEEP_OWN_OFFERS)
    return OfferForm.to_show(today=clock.today(), providers=providers_to_choose(own))


def _form_of(version: OfferVersion) -> OfferForm:
    return OfferForm.to_show(today=clock.today(), of=choices_of_version(version))


def _form_page(form: OfferForm, offer: Offer | None) -> Response:
    back = _address(offer.id) if offer else url_for("provider_offers.listed")
    mine = form.mine(clock.today())
    return page("directory/offers/form.html", form=form, offer=offer, back_to=back, mine=mine, by=PROVIDER)


def _address(offer_id: int) -> str:
    return url_for("provider_offers.show", offer_id=offer_id)


def _draft(offer_id: int) -> str:
    return f"own-offer-{offer_id}"
