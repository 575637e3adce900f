"""Writing what was chosen onto the row of a version."""

from collections.abc import Sequence
from dataclasses import replace

from inclusion_app.directory.choices import TAGS, OfferChoices, PlaceChoices
from inclusion_app.directory.models import (
    OfferVersion,
    OfferVersionConcept,
    OfferVersionDistrict,
    OfferVersionLink,
    OfferVersionPlace,
)
from inclusion_app.directory.queries.offers import SAME
from inclusion_app.directory.queries.places import map_references
from inclusion_app.directory.rules.content import Problem
from inclusion_app.directory.states import CostKind, VersionState
from inclusion_app.foundation.database import db
from inclusion_app.foundation.rich_text import clean
from inclusion_app.vocabulary.queries import all_concepts

NOT_LISTED = "Choose from the list"


def blank_version(offer_id: int, *, number: int) -> OfferVersion:
    """A draft of that offer that says nothing yet."""
    version = OfferVersion(
        offer_id=offer_id, number=number, state=VersionState.DRAFT, concepts=[], districts=[], links=[], places=[]
    )
    db.session.add(version)
    return version


def check_codes(choices: OfferChoices) -> list[Problem]:
    """A code chosen that stands for nothing."""
    known = {(concept.scheme, concept.code) for concept in all_concepts()}
    problems: list[Problem] = [
        (name, NOT_LISTED)
        for name, scheme in TAGS.items()
        if any((scheme, code) not in known for code in getattr(choices, name))
    ]
    if choices.kind and ("offer-kind", choices.kind) not in known:
        problems.append(("kind", NOT_LISTED))
    if choices.cost_kind not in list(CostKind):
        problems.append(("cost_kind", NOT_LISTED))
    return problems


def write_version(version: OfferVersion, choices: OfferChoices) -> None:
    """Make the row say what was chosen; ``version`` has everything loaded that hangs on it. HTML is cleaned here."""
    for name in SAME:
        setattr(version, name, getattr(choices, name))
    version.description = clean(choices.description)
    _write_tags(version, {(scheme, code) for name, scheme in TAGS.items() for code in getattr(choices, name)})
    wanted = set(choices.districts)
    kept = [placed for placed in version.districts if placed.district in wanted]
    there = {placed.district for placed in kept}
    version.districts = [*kept, *(OfferVersionDistrict(district=code) for code in sorted(wanted - there))]
    version.links = [
        OfferVersionLink(position=number, label=link.label, url=link.url)
        for number, link in enumerate(choices.links, start=1)
    ]
    version.places = [
        OfferVersionPlace(position=number, **vars(place)) for number, place in enumerate(choices.places, start=1)
    ]


def on_map(choices: OfferChoices, *, known: Sequence[PlaceChoices] = ()) -> OfferChoices:
    """The choices, their places with map references: those that ``known`` places of the same postcode have, or else
    what can be had from the postcode."""
    found: dict[str, tuple[int | None, int | None]] = {
        place.postcode: (place.easting, place.northing) for place in known if place.easting is not None
    }
    bare = {place.postcode for place in choices.places if place.easting is None and place.postcode}
    found = {**map_references(bare - set(found)), **found}
    return replace(choices, places=tuple(_placed(place, found.get(place.postcode)) for place in choices.places))


def _placed(place: PlaceChoices, reference: tuple[int | None, int | None] | None) -> PlaceChoices:
    if place.easting is not None or reference is None:
        return place
    return replace(place, easting=reference[0], northing=reference[1])


def _write_tags(version: OfferVersion, wanted: set[tuple[str, str]]) -> None:
    kept = [tag for tag in version.concepts if (tag.scheme, tag.code) in wanted]
    there = {(tag.scheme, tag.code) for tag in kept}
    version.concepts = [
        *kept,
        *(OfferVersionConcept(scheme=scheme, code=code) for scheme, code in sorted(wanted - there)),
    ]
