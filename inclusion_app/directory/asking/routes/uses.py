"""A school says that it has used an offer, and whether it helped."""

from flask import Blueprint, Response

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.asking.forms import UseForm
from inclusion_app.directory.asking.queries.uses import use_of, uses_of_school
from inclusion_app.directory.asking.routes.opening import known_offer_for, school_for
from inclusion_app.directory.asking.services.uses import say_use
from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.queries.shown import shown_offer
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School

offer_uses = Blueprint("offer_uses", __name__, url_prefix="/schools/<int:urn>/support-used")
ASKS = Action.ASK_FOR_SUPPORT


@offer_uses.get("")
@allows(ASKS)
def listed(urn: int) -> Response:
    """Everything the school has used."""
    school = school_for(urn)
    return page("directory/asking/uses.html", school=school, uses=uses_of_school(school.id))


@offer_uses.get("/<int:offer_id>")
@allows(ASKS)
def edit(urn: int, offer_id: int) -> Response:
    """What the school has said of the offer, to be said or put right."""
    school, offer = school_for(urn), known_offer_for(offer_id)
    return _page(school, offer, UseForm.to_show(use_of(school.id, offer_id)))


@offer_uses.post("/<int:offer_id>")
@allows(ASKS)
def save(urn: int, offer_id: int) -> Response:
    """Keep it."""
    school, offer = school_for(urn), known_offer_for(offer_id)
    form = UseForm.to_show(use_of(school.id, offer_id))

    def act() -> Done:
        version = form.edited_version
        say_use(current_actor(), school.id, offer_id, form.said(), version=version, now=clock.now())
        return Done(f"/schools/{urn}/support-used", "Thank you. You can change what you said at any time.")

    return submit(form, act, lambda: _page(school, offer, form))


def _page(school: School, offer: Offer, form: UseForm) -> Response:
    shown = shown_offer(offer, today=clock.today())
    use = use_of(school.id, offer.id)
    return page("directory/asking/use.html", school=school, shown=shown, form=form, use=use)
