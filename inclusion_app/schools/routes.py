"""Schools as the inclusion team sees them."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, current_app, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation.exports import csv_download
from inclusion_app.foundation.pages import page
from inclusion_app.schools.export import HEADINGS, export_row
from inclusion_app.schools.queries import school_by_urn
from inclusion_app.schools.queries.page import school_page
from inclusion_app.schools.queries.search import all_found, find_schools
from inclusion_app.schools.rules.search import SchoolWishes

schools = Blueprint("schools", __name__, url_prefix="/team")

SECTIONS = "school_sections"
"""Where wiring puts what other rooms show of a school: callables (actor, school) -> [(text, address)]."""


@schools.get("/schools")
@allows(Action.VIEW_SCHOOLS)
def search() -> Response:
    """The schools that answer what the address asks for."""
    wishes = SchoolWishes.of(request.args)
    return page(
        "schools/search.html",
        fragments={"results": "schools/_partials/results.html"},
        found=find_schools(wishes),
        wishes=wishes,
        page_address=lambda number: _address(wishes.parameters | {"page": str(number)}),
        file_address=f"/team/schools.csv?{urlencode(wishes.parameters)}",
    )


@schools.get("/schools.csv")
@allows(Action.VIEW_SCHOOLS)
def export() -> Response:
    """The same schools, all of them, as a file."""
    found, groups = all_found(SchoolWishes.of(request.args))
    return csv_download("schools.csv", HEADINGS, (export_row(school, groups.get(school.id, {})) for school in found))


@schools.get("/schools/<int:urn>")
@allows(Action.VIEW_SCHOOLS)
def show(urn: int) -> Response:
    """One school: what the register says of it, and the ways on from here."""
    school = school_by_urn(urn)
    if school is None:
        abort(404)
    offered = current_app.extensions.get(SECTIONS, ())
    onward = [link for section in offered for link in section(current_actor(), school)]
    return page("schools/school.html", facts=school_page(school), school=school, onward=onward)


def _address(parameters: dict[str, str]) -> str:
    return f"/team/schools?{urlencode(parameters)}"
