"""What schools agree to: every version for every preset, and a new one."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.frameworks.forms import AgreementForm
from inclusion_app.reviews.cycles.frameworks.queries import agreement_by_id, cycles_by_agreement, newest_agreement
from inclusion_app.reviews.cycles.frameworks.queries import agreements as every_agreement
from inclusion_app.reviews.cycles.frameworks.services.publishing import publish_agreement
from inclusion_app.reviews.states import Preset

agreements = Blueprint("agreements", __name__, url_prefix="/team/agreements")


@agreements.get("")
@allows(Action.VIEW_REVIEWS)
def listed() -> Response:
    """Every version for every preset."""
    found = every_agreement()
    return page("review_agreements/list.html", agreements=found, used=cycles_by_agreement(), presets=list(Preset))


@agreements.get("/<int:agreement_id>")
@allows(Action.VIEW_REVIEWS)
def show(agreement_id: int) -> Response:
    """One version in full."""
    agreement = agreement_by_id(agreement_id)
    if agreement is None:
        abort(404)
    return page("review_agreements/show.html", agreement=agreement, preset=Preset(agreement.preset))


@agreements.get("/new/<preset>")
@allows(Action.PUBLISH_FRAMEWORK)
def new(preset: str) -> Response:
    """The newest words, to change into a new version."""
    newest, form = newest_agreement(_preset(preset)), AgreementForm(formdata=None)
    form.text.data = newest.text if newest else ""
    form.expected.data = str(newest.version_number + 1 if newest else 1)
    return _page(_preset(preset), form)


@agreements.post("/new/<preset>")
@allows(Action.PUBLISH_FRAMEWORK)
def publish(preset: str) -> Response:
    """Publish them."""
    chosen, form, actor = _preset(preset), AgreementForm(), current_actor()

    def act() -> Done:
        expected = whole_number(form.expected.data)
        made = publish_agreement(actor, chosen, form.text.data or "", expected=expected, now=clock.now())
        said = "Published. Cycles keep the version they have until you choose the newest one there."
        return Done(f"/team/agreements/{made.id}", said)

    return submit(form, act, lambda: _page(chosen, form), draft=f"agreement-{chosen}")


def _preset(preset: str) -> Preset:
    if preset not in set(Preset):
        abort(404)
    return Preset(preset)


def _page(preset: Preset, form: AgreementForm) -> Response:
    return page("review_agreements/new.html", preset=preset, form=form)
