"""Offers that help with one area of the review framework: where reviews and plans lead to."""

from flask import Blueprint, Response, abort

from inclusion_app.access.guard import current_actor
from inclusion_app.directory.asking.queries.shortlists import marks_of
from inclusion_app.directory.asking.queries.suggesting import AREA, offers_of_area
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.pages import page
from inclusion_app.vocabulary.queries import concept_by_code

offer_areas = Blueprint("offer_areas", __name__, url_prefix="/directory/areas")


@offer_areas.get("/<code>")
def show(code: str) -> Response:
    """Everything listed that helps with it, by title."""
    area = concept_by_code(AREA, code)
    if area is None:
        abort(404)
    offers = offers_of_area(code, today=clock.today())
    marks = marks_of(current_actor(), [shown.offer.id for shown in offers])
    return page("directory/asking/area.html", area=area, offers=offers, marks=marks, form=Form(formdata=None))
