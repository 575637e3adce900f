"""The interface for other tools, described in OpenAPI 3.1: made from the same filters that it answers to."""

from dataclasses import fields
from typing import Any

from inclusion_app.insights.filters import Filters

FIGURE = {
    "type": "object",
    "description": "So many of so many. Hidden figures have no numbers, and say in text what stands in their place.",
    "required": ["hidden", "text"],
    "properties": {
        "numerator": {"type": ["integer", "null"]},
        "denominator": {"type": ["integer", "null"]},
        "share": {"type": ["number", "null"], "description": "From 0 to 1"},
        "hidden": {"type": "boolean"},
        "text": {"type": "string"},
    },
}
REFUSALS = {
    "401": "No token that is valid",
    "403": "Not in the token's scopes",
    "404": "No such measure",
    "429": "Too often",
}
MEASURE = {
    "type": "object",
    "properties": {
        name: {"type": "string"} for name in ("code", "name", "numerator", "denominator", "window", "small_numbers")
    }
    | {"groups": {"type": "array", "items": {"type": "string"}}},
}


def description(base_url: str) -> dict[str, Any]:
    """The whole document."""
    filters = [_parameter(field.name, "query") for field in fields(Filters)]
    by = _parameter("by", "query") | {"description": "Also by group, with the scope groups"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Measures", "version": "1", "description": "Read-only figures for the council's own tools."},
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": {
            "/api/measures": {"get": {"summary": "Every measure, defined", "responses": _answers("measures")}},
            "/api/measures/{code}": {
                "get": {
                    "summary": "One measure over the schools that the filters choose",
                    "parameters": [_parameter("code", "path"), by, *filters],
                    "responses": _answers("one"),
                }
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Figure": FIGURE, "Measure": MEASURE},
        },
    }


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}


def _answers(what: str) -> dict[str, Any]:
    measure, figure = {"$ref": "#/components/schemas/Measure"}, {"$ref": "#/components/schemas/Figure"}
    listed = {"type": "object", "properties": {"measures": {"type": "array", "items": measure}}}
    group = {"type": "object", "properties": {"code": {"type": "string"}, "name": {"type": "string"}, "figure": figure}}
    one = {
        "type": "object",
        "properties": {
            "measure": measure,
            "as_of": {"type": "string", "format": "date"},
            "filters": {"type": "object"},
            "figure": figure,
            "groups": {"type": "array", "items": group},
        },
    }
    said = {"application/json": {"schema": listed if what == "measures" else one}}
    return {"200": {"description": "The answer", "content": said}} | {
        code: {"description": text} for code, text in REFUSALS.items()
    }
