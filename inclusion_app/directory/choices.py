"""What somebody says of an offer, whether in the browser, in a file or in a feed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from inclusion_app.foundation.rich_text import typed_of

TAGS = {
    "needs": "need",
    "phases": "phase",
    "levels": "graduated-level",
    "framework_areas": "framework-area",
    "deliveries": "delivery",
}
"""The scheme behind each field of tags."""


@dataclass(frozen=True, kw_only=True)
class LinkChoices:
    """A page elsewhere that says more."""

    label: str
    url: str

    @property
    def said(self) -> str:
        """The link as people read it."""
        return f"{self.label}: {self.url}" if self.label else self.url


@dataclass(frozen=True, kw_only=True)
class PlaceChoices:
    """Where it is given; easting and northing in metres of the National Grid, None where they are not known."""

    name: str = ""
    address: str = ""
    town: str = ""
    postcode: str = ""
    easting: int | None = None
    northing: int | None = None

    @property
    def said(self) -> str:
        """The place as people read it."""
        return ", ".join(part for part in (self.name, self.address, self.town, self.postcode) if part)


@dataclass(frozen=True, kw_only=True)
class OfferChoices:
    """Everything that is said of an offer; terms by their codes, districts by the code of their grouping.

    ``description`` is HTML; it is cleaned when it is kept.
    """

    title: str
    summary: str = ""
    description: str = ""
    kind: str = ""
    needs: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    deliveries: tuple[str, ...] = ()
    county_wide: bool = False
    districts: tuple[str, ...] = ()
    places: tuple[PlaceChoices, ...] = ()
    how_to_get: str = ""
    cost_kind: str = "free"
    cost: str = ""
    waiting: str = ""
    evidence: str = ""
    framework_areas: tuple[str, ...] = ()
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    website: str = ""
    links: tuple[LinkChoices, ...] = ()


FIELDS = tuple(field.name for field in fields(OfferChoices))
Labels = Mapping[str, Mapping[str, str]]
"""What codes are called, by the field they stand in."""


def texts_of(choices: OfferChoices, labels: Labels | None = None) -> dict[str, str]:
    """Every field as people read it: for showing two versions side by side. What is ticked has no order of its own."""
    return {name: _text(name, getattr(choices, name), (labels or {}).get(name, {})) for name in FIELDS}


def _text(name: str, value: object, labels: Mapping[str, str]) -> str:
    if name == "description":
        return typed_of(str(value))
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case tuple():
            said = [_text("", item, labels) for item in value]
            return "\n".join(said if name in {"places", "links"} else sorted(said))
        case LinkChoices() | PlaceChoices():
            return value.said
        case _:
            return labels.get(str(value), str(value))
