"""The read API: the envelope, required members, types and formats of the standard, filters, caching and limits."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.directory.models import OfferVersionPlace
from inclusion_app.directory.open_data.ids import taxonomy_id, term_id
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import clock
from tests.factories.directory import published_offer
from tests.factories.providers import ProviderFactory
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor

BASE = "/api/oruk"
ENVELOPE = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}
REQUIRED = {
    "services": {"id", "name", "status"},
    "organizations": {"id", "name", "description"},
    "locations": {"id", "location_type"},
    "service_at_locations": {"id"},
    "taxonomies": {"id", "name", "description"},
    "taxonomy_terms": {"id", "name", "description"},
}
SERVICE = REQUIRED["services"] | {
    "organization_id", "description", "url", "email", "fees", "minimum_age", "maximum_age", "assured_date",
    "assurer_email", "last_modified", "organization",
}  # fmt: skip
WHOLE_SERVICE = SERVICE | {
    "service_areas", "service_at_locations", "funding", "cost_options", "contacts", "attributes",
}  # fmt: skip
ADDRESS = {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}


def place(**said: Any) -> OfferVersionPlace:
    given = {"name": "The hall", "address": "1 High Street", "town": "Maidstone", "postcode": "ME14 1XX"}
    return OfferVersionPlace(position=1, **(given | {"easting": 576_000, "northing": 155_500} | said))


@pytest.fixture
def offers(database: SQLAlchemy) -> list[str]:
    """Public ids of three offers that are listed; a hidden and an archived one are not."""
    acorn = ProviderFactory(name="Acorn outreach")
    listed = [
        published_offer(title="Autism at break time", provider_id=acorn.id, tags={"need": ("autism",)},
                        places=[place()], minimum_age=4, maximum_age=11, contact_name="Jo", cost_kind="funded",
                        cost="Free in the district", website="https://acorn.example"),
        published_offer(title="Calm classrooms", summary="For 100% of pupils.", places=[place(), place(name="Barn")]),
        published_offer(title="Reading together", kind="training", county_wide=False, districts=("E07000110",)),
    ]  # fmt: skip
    hidden = published_offer(title="Hidden", checked_on=clock.today() - timedelta(days=400))
    archived = published_offer(title="Archived")
    archived.state = OfferState.ARCHIVED
    database.session.commit()
    assert {hidden.state, archived.state} == {OfferState.PUBLISHED, OfferState.ARCHIVED}
    return [offer.public_id for offer in listed]


def get(client: Visitor, path: str) -> Any:
    response = client.get(f"{BASE}{path}")
    assert response.status_code == 200, response.text
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.get_json()


def names(client: Visitor, query: str) -> list[str]:
    return [item["name"] for item in get(client, f"/services?{query}")["contents"]]


NUMBERS = {"latitude", "longitude", "minimum_age", "maximum_age", "amount"}
SHAPES: dict[str, Callable[[Any], object]] = {
    "id": lambda said: str(UUID(said)) == said,
    "url": lambda said: re.fullmatch(r"https?://[^\s]+", said),
    "uri": lambda said: re.fullmatch(r"https?://[^\s]+", said),
    "email": lambda said: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", said),
    "assurer_email": lambda said: re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", said),
    "last_modified": lambda said: datetime.fromisoformat(said).tzinfo is not None,
    "assured_date": date.fromisoformat,
    **dict.fromkeys(NUMBERS, lambda said: isinstance(said, int | float)),
}


def check(said: Any, *, where: str = "") -> None:
    """Nothing is empty, every id is a UUID, every address, e-mail, date and number is one."""
    if isinstance(said, list):
        for one in said:
            check(one, where=where)
        return
    for name, value in said.items():
        here = f"{where}.{name}"
        assert value not in (None, "", [], {}), here
        if isinstance(value, dict | list):
            check(value, where=here)
        else:
            shape = SHAPES["id"] if name.endswith("_id") else SHAPES.get(name)
            assert shape is None or shape(value), here


@pytest.mark.parametrize("path", ["", "/"])
def test_the_base_says_which_standard_it_is(client: Visitor, path: str) -> None:
    said = get(client, path)
    assert said["version"] == "HSDS-UK-3.0"
    assert said["openapi_url"] == "http://localhost/api/oruk/openapi.json"
    assert said["profile"].startswith("https://")


@pytest.mark.parametrize("name", REQUIRED)
def test_every_collection_has_its_envelope_its_required_members_and_its_details(
    client: Visitor, offers: list[str], name: str
) -> None:
    page = get(client, f"/{name}?per_page=2&page=1")
    assert page.keys() == ENVELOPE
    assert page["size"] == len(page["contents"]) == min(2, page["total_items"])
    assert (page["first_page"], page["empty"], page["page_number"]) == (True, False, 1)
    check(page["contents"], where=name)
    for item in page["contents"]:
        assert REQUIRED[name] <= item.keys()
        detail = get(client, f"/{name}/{item['id']}")
        check(detail, where=name)
        assert detail["id"] == item["id"]
        assert detail.get("name") == item.get("name")
    for unknown in (uuid4(), "nothing"):
        refused = client.get(f"{BASE}/{name}/{unknown}")
        assert refused.status_code == 404
        assert "There is no such" in refused.get_json()["message"]


def test_only_listed_offers_are_given_and_pages_add_up(client: Visitor, offers: list[str]) -> None:
    pages = [get(client, f"/services?per_page=2&page={number}") for number in (1, 2)]
    assert [item["id"] for page in pages for item in page["contents"]] == offers
    assert [page["last_page"] for page in pages] == [False, True]
    beyond = get(client, "/services?per_page=2&page=99")
    assert (beyond["empty"], beyond["last_page"], beyond["page_number"], beyond["total_pages"]) == (True, True, 99, 2)


def test_a_service_says_nothing_that_the_profile_does_not_have(client: Visitor, offers: list[str]) -> None:
    said = get(client, f"/services/{offers[0]}")
    assert said.keys() <= WHOLE_SERVICE
    assert said.keys() >= WHOLE_SERVICE - {"assurer_email"}
    assert all(item.keys() <= SERVICE for item in get(client, "/services")["contents"])
    [at] = said["service_at_locations"]
    assert at["location"]["addresses"][0].keys() >= ADDRESS
    assert at["location"]["latitude"] == pytest.approx(51.27, abs=0.01)
    assert {one["taxonomy_term"]["term"] for one in said["attributes"]} >= {"autism", "outreach", "funded", "targeted"}


def test_no_address_of_a_person_or_provider_is_given_that_is_not_on_the_public_page(
    client: Visitor, database: SQLAlchemy
) -> None:
    provider = ProviderFactory(email="private.person@provider.example")
    offer = published_offer(provider_id=provider.id, contact_email="", contact_phone="01622 123456")
    for path in ("services", f"services/{offer.public_id}", "organizations"):
        assert "private.person" not in client.get(f"{BASE}/{path}").text


def test_words_terms_and_ages_narrow_services(client: Visitor, offers: list[str]) -> None:
    assert names(client, "search=CALM") == ["Calm classrooms"]
    assert names(client, "search=acorn+autism") == ["Autism at break time"]
    assert names(client, "search=100%25") == ["Calm classrooms"]
    assert names(client, "search=xylophones") == []
    assert names(client, "search=autistic+spectrum") == names(client, "search=autsim") == ["Autism at break time"]
    assert names(client, f"taxonomy_term_id={term_id('need', 'autism')}") == ["Autism at break time"]
    assert names(client, f"taxonomy_term_id={term_id('offer-kind', 'training')}") == ["Reading together"]
    assert names(client, f"taxonomy_id={taxonomy_id('need')}") == ["Autism at break time"]
    assert len(names(client, f"taxonomy_id={taxonomy_id('offer-cost')}")) == 3
    assert names(client, f"taxonomy_term_id={uuid4()}") == names(client, f"taxonomy_id={uuid4()}") == []
    assert names(client, "minimum_age=4&maximum_age=11") == ["Autism at break time"]
    assert names(client, "minimum_age=5") == names(client, "day=MO") == names(client, "start_time=09:00") == []


def test_places_are_found_near_a_postcode(client: Visitor, offers: list[str]) -> None:
    SchoolFactory(postcode="ME14 1AA", easting=576_500, northing=155_500)
    found = get(client, "/service_at_locations?postcode=me141aa&proximity=600")
    assert found["total_items"] == 3
    assert get(client, "/service_at_locations?postcode=ME14+9ZZ&proximity=600")["total_items"] == 3
    assert get(client, "/service_at_locations?postcode=ME14+1AA&proximity=400")["total_items"] == 0
    assert get(client, "/service_at_locations?postcode=CT1+1AA")["total_items"] == 0


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=x", "per_page=-1", "taxonomy_id=x", "taxonomy_term_id=1", "minimum_age=old", "maximum_age=1e9",
     "day=now", "start_time=25:99", "end_time=x", "postcode=Maidstone", "proximity=near"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(client: Visitor, query: str) -> None:
    refused = client.get(f"{BASE}/services?{query}")
    assert refused.status_code == 400
    assert refused.get_json()["message"].startswith(query.split("=", maxsplit=1)[0])
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_who_has_an_answer_already_gets_none_and_no_cookie_travels(client: Visitor, offers: list[str]) -> None:
    first = client.get(f"{BASE}/services")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    again = client.get(f"{BASE}/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    published_offer(title="One more")
    assert client.get(f"{BASE}/services", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_address_that_asks_too_often_waits(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch, database: SQLAlchemy
) -> None:
    tight = replace(app.extensions["settings"], open_data_per_minute=2)
    monkeypatch.setitem(app.extensions, "settings", tight)
    # another minute may begin in between: of five requests at least one is then still too many
    statuses = [client.get(f"{BASE}/taxonomies").status_code for _ in range(5)]
    assert 429 in statuses
    refused = client.get("/directory.csv")
    if refused.status_code == 429:
        assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_a_file_that_cannot_count_holds_nobody_up(
    app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch, database: SQLAlchemy
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], open_data_per_minute=1))
    monkeypatch.setitem(app.config, "DATA_DIR", app.config["DATA_DIR"] / "nowhere")
    assert [client.get(f"{BASE}/").status_code for _ in range(3)] == [200, 200, 200]


def test_the_description_names_every_collection_and_parameter(client: Visitor) -> None:
    said = get(client, "/openapi.json")
    assert {f"/{name}" for name in REQUIRED} | {f"/{name}/{{id}}" for name in REQUIRED} | {"/"} == set(said["paths"])
    for path in said["paths"].values():
        for parameter in path["get"]["parameters"]:
            assert parameter["schema"]
    assert said["servers"] == [{"url": "http://localhost/api/oruk"}]


def test_only_reading_is_possible(client: Visitor) -> None:
    refused = client.post(f"{BASE}/services")
    assert refused.status_code in {400, 405}
