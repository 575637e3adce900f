"""The read API of the Open Referral UK standard, version 3.0. Anybody may ask; nobody signs in."""

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from inclusion_app.directory.open_data import members, openapi, queries
from inclusion_app.directory.open_data.asked import Asked, NotUnderstood, asked_for
from inclusion_app.directory.open_data.ids import as_uuid
from inclusion_app.directory.open_data.members import Document
from inclusion_app.directory.open_data.paging import envelope, page_of, sliced
from inclusion_app.directory.open_data.queries import Placed
from inclusion_app.directory.open_data.routes.answers import document, limit_requests, refusal
from inclusion_app.directory.open_data.surroundings import around
from inclusion_app.directory.open_data.taxonomies import taxonomy_documents, vocabulary
from inclusion_app.foundation import clock
from inclusion_app.foundation.links import full_address

open_data = Blueprint("open_data", __name__, url_prefix="/api/oruk")
VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile"
open_data.before_request(limit_requests)


@open_data.errorhandler(HTTPException)
def refuse(error: HTTPException) -> Response:
    """Programs get JSON."""
    response = refusal(error.code or 500, error.description or error.name)
    for name, value in error.get_headers():
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    return response


@open_data.errorhandler(NotUnderstood)
def refuse_parameter(problem: NotUnderstood) -> Response:
    """A parameter that cannot be meant."""
    return refusal(400, str(problem))


@open_data.get("/", strict_slashes=False)
def base() -> Response:
    """Which standard this is, and where it is described."""
    return document({"version": VERSION, "profile": PROFILE, "openapi_url": full_address("/api/oruk/openapi.json")})


@open_data.get("/openapi.json")
def description() -> Response:
    """The API in the words that programs read."""
    return document(openapi.description(full_address("/api/oruk"), version=VERSION))


@open_data.get("/services")
def services() -> Response:
    """Offers of the public directory."""
    asked, today = _asked(), clock.today()
    total, found = queries.offers_asked_for(asked, today=today)
    near = around(today)
    return document(envelope([members.service_in_list(*pair, near) for pair in found], asked, total=total))


@open_data.get("/services/<ref>")
def service(ref: str) -> Response:
    """One offer with everything."""
    today = clock.today()
    found = queries.offer_by_public_id(_uuid(ref), today=today)
    if found is None:
        abort(404, "There is no such service.")
    offer, version = found
    places = {one.id: one for one in queries.places_of(offer, version)}
    return document(members.service(offer, version, around(today), list(places.values())))


@open_data.get("/organizations")
def organizations() -> Response:
    """Providers of those offers."""
    return document(page_of(_organizations(), _asked()))


@open_data.get("/organizations/<ref>")
def organization(ref: str) -> Response:
    """One of them."""
    return document(_one(_organizations(), ref, "organization"))


@open_data.get("/locations")
def locations() -> Response:
    """Places where those offers are given, each once."""
    asked = _asked()
    places = list(_places(asked).values())
    shown = [members.location_in_list(one) for one in sliced(places, asked)]
    return document(envelope(shown, asked, total=len(places)))


@open_data.get("/locations/<ref>")
def location(ref: str) -> Response:
    """One of them with its address."""
    found = _places(Asked()).get(_uuid(ref))
    if found is None:
        abort(404, "There is no such location.")
    return document(members.location(found, around(clock.today())))


@open_data.get("/service_at_locations")
def service_at_locations() -> Response:
    """Each offer at each of its places."""
    asked, today = _asked(), clock.today()
    places = queries.placed(asked, today=today)
    shown = sliced(places, asked)
    offers, near = queries.offers_by_ids({one.offer_id for one in shown}, today=today), around(today)
    found = [members.service_at_location_in_list(one, *offers[one.offer_id], near) for one in shown]
    return document(envelope(found, asked, total=len(places)))


@open_data.get("/service_at_locations/<ref>")
def service_at_location(ref: str) -> Response:
    """One of them with everything."""
    wanted, today = _uuid(ref), clock.today()
    one = next((one for one in queries.placed(Asked(), today=today) if one.id == wanted), None)
    if one is None:
        abort(404, "There is no such service at a location.")
    pair = queries.offers_by_ids({one.offer_id}, today=today)[one.offer_id]
    return document(members.service_at_location(one, *pair, around(today)))


@open_data.get("/taxonomies")
def taxonomies() -> Response:
    """The vocabularies that offers are tagged with."""
    return document(page_of(taxonomy_documents(), _asked()))


@open_data.get("/taxonomies/<ref>")
def taxonomy(ref: str) -> Response:
    """One of them."""
    return document(_one(taxonomy_documents(), ref, "taxonomy"))


@open_data.get("/taxonomy_terms")
def taxonomy_terms() -> Response:
    """Their terms."""
    asked = _asked()
    terms = [term for term in vocabulary().documents() if asked.taxonomy_id in {"", term["taxonomy_id"]}]
    return document(page_of(terms, asked))


@open_data.get("/taxonomy_terms/<ref>")
def taxonomy_term(ref: str) -> Response:
    """One term, retired ones too: offers may still carry it."""
    known = vocabulary()
    term = known.by_id.get(_uuid(ref))
    if term is None:
        abort(404, "There is no such taxonomy term.")
    return document(known.document(term))


def _asked() -> Asked:
    return asked_for(request.args)


def _uuid(ref: str) -> str:
    return as_uuid(ref) or ""


def _one(everything: list[Document], ref: str, what: str) -> Document:
    wanted = _uuid(ref)
    found = next((one for one in everything if one["id"] == wanted), None)
    if found is None:
        abort(404, f"There is no such {what}.")
    return found


def _organizations() -> list[Document]:
    today = clock.today()
    near = around(today)
    return [members.organization(provider, near) for provider in queries.providers_listed(today)]


def _places(asked: Asked) -> dict[str, Placed]:
    return {one.location_id: one for one in queries.placed(asked, today=clock.today())}
