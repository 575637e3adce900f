"""What a published version is found by."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from inclusion_app.directory.models import OfferVersion
from inclusion_app.directory.search.rules.documents import FACETS
from inclusion_app.foundation.rich_text import words_of
from inclusion_app.foundation.words import plain

STAMP_BYTES = 5
"""The sum of as many stamps as there will ever be offers stays within what databases add up exactly."""


def content_of(version: OfferVersion, *, slug: str, provider: str) -> dict[str, Any]:
    """What an offer with that version is found by, and what is shown while words are typed.

    ``version`` has everything loaded that hangs on it.
    """
    texts = {
        "title": version.title,
        "provider": provider,
        "place": " ".join(f"{place.name} {place.town} {place.postcode}" for place in version.places),
        "summary": version.summary,
        "body": " ".join((words_of(version.description), version.how_to_get, version.evidence)),
    }
    return {
        "title": version.title,
        "slug": slug,
        "provider": provider,
        "texts": {name: plain(text).strip() for name, text in texts.items()},
        "codes": _codes(version),
        "county_wide": version.county_wide,
        "positions": [[place.easting, place.northing] for place in version.places if place.easting is not None],
    }


def stamp_of(offer_id: int, content: Mapping[str, Any]) -> int:
    """A number that stands for the offer with that content."""
    said = json.dumps([offer_id, content], sort_keys=True, ensure_ascii=True).encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:STAMP_BYTES], "big")


def _codes(version: OfferVersion) -> dict[str, list[str]]:
    tagged = {facet: sorted(version.codes(scheme)) for facet, scheme in FACETS.items()}
    districts = [] if version.county_wide else sorted(placed.district for placed in version.districts)
    return tagged | {"kind": [version.kind] if version.kind else [], "cost": [version.cost_kind], "district": districts}
