"""Offers as the team sees them: what waits for approval, what is overdue, and one offer with its history."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, request, url_for

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.offers import services
from inclusion_app.directory.offers.forms import DecideForm
from inclusion_app.directory.offers.queries.history import version_of
from inclusion_app.directory.offers.queries.lists import OfferWishes, Which, count_offers, offers_for_team
from inclusion_app.directory.offers.queries.shown import shown
from inclusion_app.directory.offers.routes.one_offer import offer_page
from inclusion_app.directory.routes import any_offer_for
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page

team_offers = Blueprint("team_offers", __name__, url_prefix="/team/offers")


@team_offers.get("")
@allows(Action.VIEW_OFFERS)
def listed() -> Response:
    """What waits, longest first; or what is due, hidden, published, being written or archived."""
    wishes, today = OfferWishes.of(request.args), clock.today()
    return page(
        "directory/offers/team_list.html",
        fragments={"results": "directory/offers/_partials/team_results.html"},
        offers=offers_for_team(wishes, today=today),
        wishes=wishes,
        choices=list(Which),
        counts=count_offers(today),
        page_address=lambda number: f"{request.path}?{urlencode([*_kept(), ('page', number)])}",
    )


@team_offers.get("/<int:offer_id>")
@allows(Action.VIEW_OFFERS)
def show(offer_id: int) -> Response:
    """One offer: what waits beside what everybody sees, and its history."""
    return _show(offer_id, DecideForm(formdata=None))


@team_offers.get("/<int:offer_id>/versions/<int:number>")
@allows(Action.VIEW_OFFERS)
def version(offer_id: int, number: int) -> Response:
    """One version, as it would look or looked to everybody."""
    offer, found = any_offer_for(offer_id), version_of(offer_id, number)
    if found is None:
        abort(404)
    return page("directory/offers/version.html", shown=shown(offer, found, today=clock.today()))


@team_offers.post("/<int:offer_id>/approve")
@allows(Action.EDIT_OFFERS)
def approve(offer_id: int) -> Response:
    """Show it to everybody."""
    any_offer_for(offer_id)
    form, actor = DecideForm(), current_actor()

    def act() -> Done:
        services.approve_offer(actor, offer_id, edition=form.edited_version, now=clock.now())
        return Done(url_for("team_offers.listed"), "Approved: everybody sees it now, and its provider is told.")

    return submit(form, act, lambda: _show(offer_id, form))


@team_offers.post("/<int:offer_id>/return")
@allows(Action.EDIT_OFFERS)
def send_back(offer_id: int) -> Response:
    """Send it back with reasons."""
    any_offer_for(offer_id)
    form, actor = DecideForm(), current_actor()

    def act() -> Done:
        reason = form.reason.data or ""
        services.return_offer(actor, offer_id, edition=form.edited_version, reason=reason, now=clock.now())
        return Done(url_for("team_offers.listed"), "Returned: its provider is told what has to change.")

    return submit(form, act, lambda: _show(offer_id, form))


@team_offers.get("/<int:offer_id>/archive")
@allows(Action.EDIT_OFFERS)
def ask_archive(offer_id: int) -> Response:
    """What archiving means, before it is done."""
    offer = any_offer_for(offer_id)
    return page("directory/offers/archive.html", offer=offer, form=Form(), address=_address(offer_id))


@team_offers.post("/<int:offer_id>/archive")
@allows(Action.EDIT_OFFERS)
def archive(offer_id: int) -> Response:
    """Take it out of the directory."""
    any_offer_for(offer_id)
    form, actor = DecideForm(), current_actor()

    def act() -> Done:
        services.archive_offer(actor, offer_id)
        return Done(_address(offer_id), "The offer is archived, and its provider is told.")

    return submit(form, act, lambda: _show(offer_id, form))


@team_offers.post("/<int:offer_id>/restore")
@allows(Action.EDIT_OFFERS)
def restore(offer_id: int) -> Response:
    """Bring it back."""
    any_offer_for(offer_id)
    form, actor = DecideForm(), current_actor()

    def act() -> Done:
        services.restore_offer(actor, offer_id)
        return Done(_address(offer_id), "The offer is back as it was.")

    return submit(form, act, lambda: _show(offer_id, form))


def _show(offer_id: int, form: DecideForm) -> Response:
    return offer_page("directory/offers/team_offer.html", any_offer_for(offer_id), form=form)


def _address(offer_id: int) -> str:
    return url_for("team_offers.show", offer_id=offer_id)


def _kept() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
