"""The API described for programs (OpenAPI 3.1), from the same tables as the answers."""

from typing import Any

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
UUID, ADDRESS, EMAIL = ({"type": "string", "format": name} for name in ("uuid", "uri", "email"))
COUNT = {"type": "integer", "minimum": 1}
PAGING = ("page", "per_page")
FILTERS = (
    "search", "taxonomy_term_id", "taxonomy_id", "minimum_age", "maximum_age", "start_time", "end_time", "day",
)  # fmt: skip
PLACES = ("postcode", "proximity")
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "page": ("Which page, counted from 1. A page beyond the last is empty.", COUNT),
    "per_page": ("How many items on a page: 50 unless told, 200 at the most.", COUNT),
    "search": ("Words, searched for as on the site: their forms, other words for the same, and mistakes.", TEXT),
    "taxonomy_term_id": ("Tagged with this term.", UUID),
    "taxonomy_id": ("Tagged with any term of this taxonomy.", UUID),
    "minimum_age": ("From this age, in years, or a higher one.", NUMBER),
    "maximum_age": ("Up to this age, in years, or a lower one.", NUMBER),
    "start_time": ("Not before this hour. Offers have no hours, so there is nothing to find.", TEXT),
    "end_time": ("Not after this hour. Offers have no hours, so there is nothing to find.", TEXT),
    "day": ("On this day of the week. Offers have no days, so there is nothing to find.", TEXT),
    "postcode": ("Near this postcode, as far as it is known here by a school.", TEXT),
    "proximity": ("How near, in metres: 16,000 unless told, 200,000 at the most.", COUNT),
}
COLLECTIONS = {
    "services": ("Service", (*PAGING, *FILTERS), "Offers of support for schools that are checked and published."),
    "organizations": ("Organization", PAGING, "Those who give them."),
    "locations": ("Location", PAGING, "Where they are given."),
    "service_at_locations": ("ServiceAtLocation", (*PAGING, *FILTERS, *PLACES), "Each offer at each of its places."),
    "taxonomies": ("Taxonomy", PAGING, "The vocabularies that offers are tagged with."),
    "taxonomy_terms": ("TaxonomyTerm", (*PAGING, "taxonomy_id"), "Their terms."),
}
DESCRIBED = {
    "Service": (
        ("id", "name", "status"),
        {"id": UUID, "organization_id": UUID, "name": TEXT, "description": TEXT, "url": ADDRESS, "email": EMAIL}
        | {"status": {"type": "string", "enum": ["active"]}, "fees": TEXT, "minimum_age": NUMBER}
        | {"maximum_age": NUMBER, "assured_date": {"type": "string", "format": "date"}, "assurer_email": EMAIL}
        | {"last_modified": {"type": "string", "format": "date-time"}}
        | {"organization": {"$ref": "#/components/schemas/Organization"}},
    ),
    "Organization": (("id", "name", "description"), {"id": UUID, "name": TEXT, "description": TEXT}),
    "Location": (
        ("id", "location_type"),
        {"id": UUID, "location_type": {"type": "string", "enum": ["physical"]}, "name": TEXT}
        | {"latitude": NUMBER, "longitude": NUMBER, "addresses": {"type": "array", "items": {"type": "object"}}},
    ),
    "ServiceAtLocation": (
        ("id",),
        {"id": UUID, "service_id": UUID, "location_id": UUID}
        | {"location": {"$ref": "#/components/schemas/Location"}, "service": {"$ref": "#/components/schemas/Service"}},
    ),
    "Taxonomy": (("id", "name", "description"), {"id": UUID, "name": TEXT, "description": TEXT}),
    "TaxonomyTerm": (
        ("id", "name", "description"),
        {"id": UUID, "name": TEXT, "description": TEXT, "parent_id": UUID}
        | {"taxonomy": TEXT, "taxonomy_id": UUID, "term": TEXT},
    ),
}
ENVELOPE = {
    **{key: {"type": "integer"} for key in ("total_items", "total_pages", "page_number", "size")},
    **{key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")},
}


def description(server: str, *, version: str) -> dict[str, Any]:
    """The whole description; ``server`` is the full address of the API without its final slash."""
    paths: dict[str, Any] = {"/": _get("Which standard this is", {"type": "object"}, ())}
    for name, (schema, parameters, about) in COLLECTIONS.items():
        item = {"$ref": f"#/components/schemas/{schema}"}
        contents = {"contents": {"type": "array", "items": item}}
        page = {"type": "object", "required": [*ENVELOPE, "contents"], "properties": ENVELOPE | contents}
        paths[f"/{name}"] = _get(about, page, parameters)
        paths[f"/{name}/{{id}}"] = _get("One of them, by its id.", item, ("id",))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Directory of support for schools",
            "version": version,
            "description": "Reading only, without signing in. Errors are JSON with a message.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {
            "schemas": {
                name: {"type": "object", "required": list(needed), "properties": members}
                for name, (needed, members) in DESCRIBED.items()
            }
        },
    }


def _get(about: str, schema: dict[str, Any], parameters: tuple[str, ...]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": "What was asked for.", "content": {"application/json": {"schema": schema}}},
        "304": {"description": "As you have it already, by its ETag."},
        "400": {"description": "A parameter cannot be meant."},
        "429": {"description": "Too many requests in this minute."},
    }
    if "id" in parameters:
        answers["404"] = {"description": "There is no such thing, or it is not in the directory any more."}
    return {"get": {"description": about, "parameters": [_parameter(p) for p in parameters], "responses": answers}}


def _parameter(name: str) -> dict[str, Any]:
    if name == "id":
        return {"name": "id", "in": "path", "required": True, "schema": UUID}
    about, schema = PARAMETERS[name]
    return {"name": name, "in": "query", "description": about, "schema": schema}
