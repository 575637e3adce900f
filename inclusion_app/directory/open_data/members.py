"""Offers, providers and places as members of the standard: only what its UK profile has, and nothing that is empty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.open_data.grid import latitude_longitude
from inclusion_app.directory.open_data.ids import derived, organization_id
from inclusion_app.directory.open_data.queries import Placed
from inclusion_app.directory.open_data.taxonomies import Vocabulary
from inclusion_app.directory.states import CostKind
from inclusion_app.foundation.rich_text import words_of

Document = dict[str, Any]
DISTRICT = re.compile(r"[EW]\d{8}")
DISTRICT_ADDRESS = "http://statistics.data.gov.uk/id/statistical-geography/"
COUNTRY = "GB"


@dataclass(frozen=True, kw_only=True)
class Around:
    """What documents say beside the offer itself: the terms, districts by code, the county's name, its LA code, and
    the address by which whoever assures the data is reached."""

    vocabulary: Vocabulary
    districts: Mapping[str, str]
    county: str
    la_code: str
    assurer_email: str


def service_in_list(offer: Offer, version: OfferVersion, around: Around) -> Document:
    """An offer as lists give it: no member has members in a list of its own."""
    return without_empty(
        {
            "id": offer.public_id,
            "organization_id": organization_id(offer.provider.code, la_code=around.la_code),
            "name": version.title,
            "description": _description(version),
            "url": version.website,
            "email": version.contact_email,
            "status": "active",
            "fees": _fees(version, around),
            "minimum_age": version.minimum_age,
            "maximum_age": version.maximum_age,
            "assured_date": offer.checked_on.isoformat() if offer.checked_on else "",
            "assurer_email": around.assurer_email,
            "last_modified": (version.decided_at or version.written_at).isoformat(),
            "organization": organization(offer.provider, around),
        }
    )


def service(offer: Offer, version: OfferVersion, around: Around, places: list[Placed]) -> Document:
    """An offer with everything that is known of it."""
    return service_in_list(offer, version, around) | without_empty(
        {
            "service_areas": _areas(offer, version, around),
            "service_at_locations": [
                {"id": one.id, "service_id": offer.public_id, "location_id": one.location_id}
                | {"location": location(one, around)}
                for one in places
            ],
            "funding": _funding(offer, version),
            "cost_options": [_cost(offer, version, around)],
            "contacts": _contacts(offer, version),
            "attributes": _attributes(offer, version, around),
        }
    )


def organization(provider: Provider, around: Around) -> Document:
    """A provider. Its address for messages from the service is not public, so it is not given."""
    return {
        "id": organization_id(provider.code, la_code=around.la_code),
        "name": provider.name,
        "description": provider.summary.strip() or provider.name,
    }


def location_in_list(one: Placed) -> Document:
    """A place without its postal address."""
    found: Document = {"id": one.location_id, "location_type": "physical", "name": one.name or one.address}
    if one.easting is not None and one.northing is not None:
        found["latitude"], found["longitude"] = latitude_longitude(one.easting, one.northing)
    return without_empty(found)


def location(one: Placed, around: Around) -> Document:
    """A place; its postal address only where it is whole, as the standard has it."""
    street = one.address or one.name
    if not (street and one.town and one.postcode):
        return location_in_list(one)
    address = {
        "id": derived("address", one.location_id),
        "location_id": one.location_id,
        "address_1": street,
        "city": one.town,
        "state_province": around.county,
        "postal_code": one.postcode,
        "country": COUNTRY,
        "address_type": "physical",
    }
    return location_in_list(one) | {"addresses": [address]}


def service_at_location_in_list(one: Placed, offer: Offer, version: OfferVersion, around: Around) -> Document:
    """An offer at a place, both as lists give them."""
    return {
        "id": one.id,
        "service_id": offer.public_id,
        "location_id": one.location_id,
        "location": location_in_list(one),
        "service": service_in_list(offer, version, around),
    }


def service_at_location(one: Placed, offer: Offer, version: OfferVersion, around: Around) -> Document:
    """An offer at a place, both with everything; of the offer's places this one alone."""
    said = service(offer, version, around, [])
    return service_at_location_in_list(one, offer, version, around) | {
        "location": location(one, around),
        "service": said,
    }


def without_empty(document: Document) -> Document:
    """The members that say something."""
    return {name: value for name, value in document.items() if value is not None and value not in ("", [], {})}


def _description(version: OfferVersion) -> str:
    parts = [
        version.summary,
        words_of(version.description),
        f"How to get it: {version.how_to_get}" if version.how_to_get else "",
        f"Waiting now: {version.waiting}" if version.waiting else "",
        f"How we know that it helps: {version.evidence}" if version.evidence else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _label(scheme: str, code: str, around: Around) -> str:
    concept = around.vocabulary.terms.get((scheme, code))
    return concept.label if concept else code


def _fees(version: OfferVersion, around: Around) -> str:
    label = _label("offer-cost", version.cost_kind, around)
    return f"{label}: {version.cost}" if version.cost else label


def _cost(offer: Offer, version: OfferVersion, around: Around) -> Document:
    said = {
        "id": derived("cost", offer.public_id),
        "service_id": offer.public_id,
        "option": _label("offer-cost", version.cost_kind, around),
        "amount": 0 if version.cost_kind == CostKind.FREE else None,
        "amount_description": version.cost,
    }
    return without_empty(said)


def _funding(offer: Offer, version: OfferVersion) -> list[Document]:
    if version.cost_kind != CostKind.FUNDED or not version.cost:
        return []
    return [{"id": derived("funding", offer.public_id), "service_id": offer.public_id, "source": version.cost}]


def _contacts(offer: Offer, version: OfferVersion) -> list[Document]:
    if not version.contact_name:
        return []
    return [
        {"id": derived("contact", offer.public_id), "service_id": offer.public_id, "name": version.contact_name},
    ]


def _areas(offer: Offer, version: OfferVersion, around: Around) -> list[Document]:
    if version.county_wide:
        return [_area(offer, "", around.county)]
    return [
        _area(offer, placed.district, around.districts.get(placed.district, placed.district))
        for placed in version.districts
    ]


def _area(offer: Offer, code: str, name: str) -> Document:
    said = {"id": derived("area", offer.public_id, code), "service_id": offer.public_id, "name": name}
    return said | ({"uri": f"{DISTRICT_ADDRESS}{code}"} if DISTRICT.fullmatch(code) else {})


def _attributes(offer: Offer, version: OfferVersion, around: Around) -> list[Document]:
    terms = {(tag.scheme, tag.code) for tag in version.concepts}
    terms |= {("offer-kind", version.kind), ("offer-cost", version.cost_kind)}
    return [
        {
            "id": derived("attribute", offer.public_id, *term),
            "link_id": offer.public_id,
            "taxonomy_term_id": (said := around.vocabulary.document(term))["id"],
            "link_type": "service",
            "taxonomy_term": said,
        }
        for term in sorted(terms & around.vocabulary.terms.keys())
    ]
