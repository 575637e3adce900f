"""The directory as everybody sees it."""

from flask import Blueprint, Response, abort, current_app, redirect, url_for

from inclusion_app.access.guard import current_actor
from inclusion_app.directory.asking.queries.shortlists import marks_of
from inclusion_app.directory.asking.queries.uses import said_of
from inclusion_app.directory.offers.queries.shown import shown_offer
from inclusion_app.directory.routes import offer_for
from inclusion_app.directory.search.routes.results import results_page
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.pages import page

directory = Blueprint("directory", __name__, url_prefix="/directory")


@directory.get("")
def listed() -> Response:
    """The offers that answer what the address asks for; all of them where it asks for nothing."""
    return results_page()


@directory.get("/<slug>")
def offer(slug: str) -> Response:
    """One offer; an earlier address leads to the one it has now."""
    found = offer_for(slug)
    if found.slug != slug:
        return redirect(url_for("directory.offer", slug=found.slug), 301)  # type: ignore[return-value]  # werkzeug's response is Flask's here
    shown = shown_offer(found, today=clock.today())
    if shown is None:
        abort(404)
    version = shown.version
    return page(
        "directory/offers/offer.html",
        shown=shown,
        marks=marks_of(current_actor(), [found.id]),
        said=said_of(found.id),
        courses=current_app.extensions["offer_courses"](version.codes("need"), version.codes("framework-area")),
        form=Form(formdata=None),
    )
